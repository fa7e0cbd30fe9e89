//! index.html as the one list of assets: what its `data-trunk`, `data-chunk` and script elements ask for, and how
//! they read in the release. Only the elements `link` and `script` are understood; all else passes unchanged.

use std::{fs, ops::Range, path::Path};

use anyhow::{Context, Result, bail};

use crate::{chunk::Chunks, site::Site};

pub struct Page {
    html: String,
    tags: Vec<Tag>,
}

/// One `link` or `script` element, with all of its text.
pub struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    span: Range<usize>,
}

/// What a `data-trunk` link asks to be copied.
pub struct Copied {
    /// Relative to the page's folder.
    pub from: String,
    /// The folder in the site.
    pub into: String,
    pub whole_folder: bool,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_str())
    }

    fn is_trunk(&self, rel: &str) -> bool {
        self.get("data-trunk").is_some() && self.get("rel") == Some(rel)
    }
}

impl Page {
    pub fn read(path: &Path) -> Result<Self> {
        let html = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&without_comments(&html)?)
    }

    pub fn parse(html: &str) -> Result<Self> {
        Ok(Self {
            tags: tags(html)?,
            html: html.to_owned(),
        })
    }

    pub fn html(&self) -> &str {
        &self.html
    }

    /// The style sheets to bundle, in order, relative to the page's folder.
    pub fn styles(&self) -> Vec<&str> {
        self.tags
            .iter()
            .filter(|tag| tag.is_trunk("css"))
            .filter_map(|tag| tag.get("href"))
            .collect()
    }

    /// The module scripts to bundle, in order, as `/path`.
    pub fn scripts(&self) -> Vec<&str> {
        self.tags
            .iter()
            .filter(|tag| tag.name == "script")
            .filter_map(|tag| tag.get("src"))
            .collect()
    }

    pub fn copied(&self) -> Vec<Copied> {
        let one = |tag: &Tag| {
            let whole_folder = tag.is_trunk("copy-dir");
            if !whole_folder && !tag.is_trunk("copy-file") {
                return None;
            }
            let from = tag.get("href")?.to_owned();
            let last = from.rsplit('/').next().unwrap_or(&from).to_owned();
            let into = tag.get("data-target-path").map(str::to_owned);
            let into = into.unwrap_or_else(|| if whole_folder { last } else { String::new() });
            Some(Copied {
                from,
                into: into.trim_start_matches('.').to_owned(),
                whole_folder,
            })
        };
        self.tags.iter().filter_map(one).collect()
    }

    /// Every `data-chunk` link: the part's name and the file in the site.
    pub fn chunk_files(&self) -> Vec<(String, String)> {
        let one = |tag: &Tag| {
            let file = tag.get("href")?.trim_start_matches('/').to_owned();
            Some((tag.get("data-chunk")?.to_owned(), file))
        };
        self.tags.iter().filter_map(one).collect()
    }

    /// Replaces what the build tools read by what the browser fetches.
    pub fn release(&mut self, style: &str, script: &str, chunks: &Chunks, site: &Site) -> Result<()> {
        let mut html = String::new();
        let mut from = 0;
        for tag in &self.tags {
            html.push_str(&self.html[from..tag.span.start]);
            from = tag.span.end;
            let bundled = tag.name == "script" || tag.get("data-trunk").is_some();
            if tag.is_trunk("rust") {
                html.push_str(&head(style, script, chunks));
            } else if !bundled {
                html.push_str(&with_hashed_href(&self.html[tag.span.clone()], tag, site));
            }
        }
        html.push_str(&self.html[from..]);
        *self = Self::parse(&squeeze(&html))?;
        Ok(())
    }
}

fn head(style: &str, script: &str, chunks: &Chunks) -> String {
    let mut lines = vec![
        "<meta name=\"portal-release\" content=\"1\">".to_owned(),
        format!("<link rel=\"stylesheet\" href=\"/{style}\">"),
        format!(
            "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"/{}\">",
            chunks.main
        ),
        format!("<script type=\"module\" src=\"/{script}\"></script>"),
    ];
    for (part, modules) in &chunks.parts {
        for module in modules {
            lines.push(format!(
                "<link data-chunk=\"{part}\" as=\"fetch\" href=\"/{module}\">"
            ));
        }
    }
    lines.join("\n")
}

fn with_hashed_href(text: &str, tag: &Tag, site: &Site) -> String {
    let hashed = tag
        .get("href")
        .and_then(|href| Some((href, site.hashed(href.strip_prefix('/')?)?)));
    match hashed {
        Some((href, name)) => text.replace(&format!("\"{href}\""), &format!("\"/{name}\"")),
        None => text.to_owned(),
    }
}

/// Lines without their indent, no empty ones.
fn squeeze(html: &str) -> String {
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn without_comments(html: &str) -> Result<String> {
    let mut rest = html;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after
            .split_once("-->")
            .context("a comment in the page is not closed")?
            .1;
    }
    kept.push_str(rest);
    Ok(kept)
}

fn tags(html: &str) -> Result<Vec<Tag>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        let end = start
            + html[start..]
                .find('>')
                .context("an element in the page is not closed")?
            + 1;
        at = end;
        let inner = html[start + 1..end - 1].trim_end_matches('/');
        let name = inner.split_whitespace().next().unwrap_or_default();
        if name != "link" && name != "script" {
            continue;
        }
        if name == "script" {
            let Some(body) = html[end..].strip_prefix("</script>") else {
                bail!("a script in the page is inline: the content security policy forbids it");
            };
            at = html.len() - body.len();
        }
        let attributes = attributes(inner[name.len()..].trim())?;
        found.push(Tag {
            name: name.to_owned(),
            attributes,
            span: start..at,
        });
    }
    Ok(found)
}

fn attributes(mut text: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    while !text.is_empty() {
        let name_end = text
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(name_end);
        let (value, rest) = match rest.strip_prefix("=\"") {
            Some(quoted) => quoted
                .split_once('"')
                .context("an attribute in the page is not closed")?,
            None if rest.starts_with('=') => bail!("attribute {name} in the page has no quotes"),
            None => ("", rest),
        };
        found.push((name.to_owned(), value.to_owned()));
        text = rest.trim_start();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const PAGE: &str = r#"<html><head>
      <link data-trunk rel="rust" href="Cargo.toml">
      <link data-trunk rel="css" href="../style/base.css">
      <link data-trunk rel="copy-dir" href="public" data-target-path=".">
      <link data-trunk rel="copy-file" href="node_modules/x/x.js" data-target-path="vendor">
      <link data-chunk="peta" as="script" href="/vendor/x.js">
      <script type="module" src="/js/start.js"></script>
    </head><body><p>Isi</p></body></html>"#;

    #[test]
    fn the_page_lists_its_assets() {
        let page = Page::parse(PAGE).unwrap();
        assert_eq!(page.styles(), ["../style/base.css"]);
        assert_eq!(page.scripts(), ["/js/start.js"]);
        assert_eq!(
            page.chunk_files(),
            [("peta".to_owned(), "vendor/x.js".to_owned())]
        );
        let copied: Vec<_> = page
            .copied()
            .into_iter()
            .map(|c| (c.from, c.into, c.whole_folder))
            .collect();
        let folder = ("public".to_owned(), String::new(), true);
        let file = ("node_modules/x/x.js".to_owned(), "vendor".to_owned(), false);
        assert_eq!(copied, [folder, file]);
    }

    #[test]
    fn the_release_names_hashed_files_and_nothing_of_the_build() {
        let folder = std::env::temp_dir().join(format!("assemble-page-{}", std::process::id()));
        let mut site = Site::at(&folder);
        let vendor = site.write_hashed("vendor/x.js", b"x").unwrap();
        let parts = BTreeMap::from([("peta".to_owned(), vec!["assets/split_peta-1.wasm".to_owned()])]);
        let chunks = Chunks {
            main: "assets/main-1.wasm".to_owned(),
            parts,
        };
        let mut page = Page::parse(PAGE).unwrap();
        page.release("assets/app-1.css", "assets/app-1.js", &chunks, &site)
            .unwrap();
        std::fs::remove_dir_all(&folder).unwrap();

        assert!(!page.html().contains("data-trunk"));
        assert!(!page.html().contains("/js/start.js"));
        assert_eq!(page.html().matches("<script").count(), 1);
        assert!(page.html().contains("<p>Isi</p>"));
        let files: Vec<String> = page.chunk_files().into_iter().map(|(_, file)| file).collect();
        assert_eq!(files, ["assets/split_peta-1.wasm".to_owned(), vendor]);
    }

    #[test]
    fn an_inline_script_is_refused() {
        assert!(Page::parse("<script>alert(1)</script>").is_err());
    }
}
