//! The folder that grows: which file lies under which name. Paths are relative to the site, with `/`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// Characters of the hash in a file's name; the service worker's rules and the server's cache headers know this form.
const HASH_LENGTH: usize = 16;

pub struct Site {
    root: PathBuf,
    /// Name asked for -> name with hash.
    hashed: BTreeMap<String, String>,
}

impl Site {
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            hashed: BTreeMap::new(),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file under its plain name.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.root.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Writes a file under a name that changes with its content, and returns that name.
    pub fn write_hashed(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let hashed = hashed_name(name, content)?;
        self.write(&hashed, content)?;
        self.hashed.insert(name.to_owned(), hashed.clone());
        Ok(hashed)
    }

    /// The name with hash of what was written as `name`.
    pub fn hashed(&self, name: &str) -> Option<&str> {
        self.hashed.get(name).map(String::as_str)
    }

    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.root.join(name);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Every file, in order of name.
    pub fn files(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        collect(&self.root, "", &mut names)?;
        names.sort();
        Ok(names)
    }
}

/// Every file below `folder`, as paths relative to it.
pub fn files_below(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    collect(folder, "", &mut names)?;
    names.sort();
    Ok(names)
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn hashed_name(name: &str, content: &[u8]) -> Result<String> {
    let (stem, extension) = name
        .rsplit_once('.')
        .with_context(|| format!("{name} has no extension"))?;
    let hash = hex::encode(Sha256::digest(content));
    ensure!(
        hash.len() >= HASH_LENGTH,
        "the hash is shorter than its place in the name"
    );
    Ok(format!("{stem}-{}.{extension}", &hash[..HASH_LENGTH]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_gets_another_name() {
        let first = hashed_name("assets/app.js", b"satu").unwrap();
        let second = hashed_name("assets/app.js", b"dua").unwrap();
        assert_ne!(first, second);
        assert_eq!(first, hashed_name("assets/app.js", b"satu").unwrap());
        assert!(first.starts_with("assets/app-") && first.ends_with(".js"));
        assert_eq!(first.len(), "assets/app-.js".len() + HASH_LENGTH);
    }

    #[test]
    fn a_file_without_extension_is_refused() {
        assert!(hashed_name("LICENSE", b"").is_err());
    }
}
