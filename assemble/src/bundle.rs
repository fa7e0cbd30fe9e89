//! The browser files that are not Rust: styles and scripts bundled into one each, libraries and public files copied.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    page::Page,
    site::{Site, files_below},
    tool::Tools,
};

/// All style sheets of the page as one; gives its name in the site.
pub fn style(page: &Page, frontend: &Path, work: &Path, tools: &Tools, site: &mut Site) -> Result<String> {
    let mut entry = String::new();
    for href in page.styles() {
        entry.push_str(&format!("@import {:?};\n", absolute(frontend, href)?));
    }
    let (input, output) = (work.join("style.css"), work.join("style.min.css"));
    fs::write(&input, entry)?;
    tools.bundle(&input, &output)?;
    site.write_hashed("assets/app.css", &fs::read(output)?)
}

/// The page's scripts, bindgen's glue, the split's loader and `start` as one; gives its name in the site.
pub fn script(
    page: &Page,
    frontend: &Path,
    work: &Path,
    start: &str,
    tools: &Tools,
    site: &mut Site,
) -> Result<String> {
    let mut entry = String::new();
    for src in page.scripts() {
        entry.push_str(&format!(
            "import {:?};\n",
            absolute(frontend, src.trim_start_matches('/'))?
        ));
    }
    entry.push_str(start);
    let (input, output) = (work.join("entry.js"), work.join("entry.min.js"));
    fs::write(&input, entry)?;
    tools.bundle(&input, &output)?;
    site.write_hashed("assets/app.js", &fs::read(output)?)
}

/// What the page asks to be copied. Files that a part of the app names get a hash; the rest keep their names,
/// since the manifest, style sheets and the browser itself ask for them by these.
pub fn assets(page: &Page, frontend: &Path, tools: &Tools, site: &mut Site) -> Result<()> {
    let of_parts: BTreeSet<String> = page.chunk_files().into_iter().map(|(_, file)| file).collect();
    let bundled: BTreeSet<&str> = page
        .scripts()
        .into_iter()
        .map(|src| src.trim_start_matches('/'))
        .collect();
    for copied in page.copied() {
        let from = frontend.join(&copied.from);
        let files = if copied.whole_folder {
            files_below(&from)?
        } else {
            vec![last(&copied.from).to_owned()]
        };
        for file in files {
            let source = if copied.whole_folder {
                from.join(&file)
            } else {
                from.clone()
            };
            let name = if copied.into.is_empty() {
                file
            } else {
                format!("{}/{file}", copied.into)
            };
            if of_parts.contains(&name) {
                site.write_hashed(&name, &minified(&source, tools)?)?;
            } else if !bundled.contains(name.as_str()) {
                let content =
                    fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
                site.write(&name, &content)?;
            }
        }
    }
    Ok(())
}

fn minified(source: &Path, tools: &Tools) -> Result<Vec<u8>> {
    let extension = source.extension().unwrap_or_default();
    let output = std::env::temp_dir()
        .join(format!("assemble-{}", std::process::id()))
        .with_extension(extension);
    tools.minify(source, &output)?;
    let content = fs::read(&output)?;
    fs::remove_file(output)?;
    Ok(content)
}

fn absolute(frontend: &Path, file: &str) -> Result<PathBuf> {
    let path = frontend.join(file);
    path.canonicalize()
        .with_context(|| format!("the page names {}, which is not there", path.display()))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
