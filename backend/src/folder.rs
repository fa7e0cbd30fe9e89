//! Folders whose names survive a power cut. A file that was synced is lost all the same when the folder it lies in, or
//! its own name in that folder, is not on the disk.

use std::fs::File;
use std::io::Result;
use std::path::Path;

/// Makes the folder and those above it that are missing.
pub fn make(folder: &Path) -> Result<()> {
    let missing = folder.ancestors().take_while(|above| !above.exists()).count();
    std::fs::create_dir_all(folder)?;
    for made in folder.ancestors().take(missing) {
        sync(holder(made))?;
    }
    Ok(())
}

/// Makes the names that the folder holds survive.
pub fn sync(folder: &Path) -> Result<()> {
    File::open(folder)?.sync_all()
}

/// The folder that holds this name.
pub fn holder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_with_those_above_it_and_may_be_there() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b/c");
        for _ in 0..2 {
            make(&folder).unwrap();
            assert!(folder.is_dir());
        }
        assert_eq!(holder(&folder), root.path().join("a/b"));
        assert_eq!(holder(Path::new("data")), Path::new("."));
    }
}
