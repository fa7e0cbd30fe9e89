//! Where things lie: the checkout and cargo's target folder (`CARGO_TARGET_DIR` is respected).

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Place {
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies in no workspace")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        Ok(Self {
            root: root.to_path_buf(),
            target,
        })
    }

    pub fn frontend(&self) -> PathBuf {
        self.root.join("frontend")
    }

    pub fn e2e(&self) -> PathBuf {
        self.root.join("e2e")
    }

    pub fn server(&self) -> PathBuf {
        self.target.join("release/portal")
    }

    /// Without its optimisation.
    pub fn quick_server(&self) -> PathBuf {
        self.target.join("debug/portal")
    }

    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// cargo, called in the checkout and writing to the same target folder.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .args(args);
        cargo
    }
}
