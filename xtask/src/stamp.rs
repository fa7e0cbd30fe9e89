//! Knows whether a step's inputs changed since it last succeeded: a hash of names and contents beside the outputs.
//! Times of files do not count, so a fresh checkout of the same state is no change.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

pub struct Stamp {
    file: PathBuf,
    hash: DefaultHasher,
}

impl Stamp {
    pub fn at(file: PathBuf) -> Self {
        Self {
            file,
            hash: DefaultHasher::new(),
        }
    }

    pub fn word(mut self, word: &str) -> Self {
        self.hash.write(word.as_bytes());
        self.hash.write_u8(0);
        self
    }

    /// Counts a file, or all files of a folder; what is not there counts as absent.
    pub fn input(mut self, path: &Path) -> Result<Self> {
        self.add(path)?;
        Ok(self)
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        self.hash.write(path.as_os_str().as_encoded_bytes());
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = fs::read_dir(path)?
                .map(|entry| Ok(entry?.path()))
                .collect::<Result<_>>()?;
            inside.sort();
            inside.iter().try_for_each(|path| self.add(path))?;
        } else if path.exists() {
            let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            self.hash.write_usize(content.len());
            self.hash.write(&content);
        }
        Ok(())
    }

    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.text())
    }

    /// From here on the outputs are being changed: whatever fails half-way must not pass for fresh later.
    pub fn forget(&self) -> Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", self.file.display()))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    pub fn keep(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, self.text()).with_context(|| format!("cannot write {}", self.file.display()))
    }

    fn text(&self) -> String {
        format!("{:016x}", self.hash.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_fresh_until_an_input_changes() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let inputs = folder.join("inputs");
        fs::create_dir_all(&inputs).unwrap();
        fs::write(inputs.join("a.css"), "satu").unwrap();
        let stamp = || {
            Stamp::at(folder.join("stamp"))
                .word("web")
                .input(&inputs)
                .unwrap()
        };

        assert!(!stamp().is_fresh());
        stamp().keep().unwrap();
        assert!(stamp().is_fresh());
        fs::write(inputs.join("a.css"), "dua").unwrap();
        assert!(!stamp().is_fresh());
        stamp().keep().unwrap();
        stamp().forget().unwrap();
        assert!(!stamp().is_fresh());
        stamp().forget().unwrap();
        stamp().keep().unwrap();
        fs::rename(inputs.join("a.css"), inputs.join("b.css")).unwrap();
        assert!(!stamp().is_fresh());
        fs::remove_dir_all(&folder).unwrap();
    }
}
