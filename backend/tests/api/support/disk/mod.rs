//! A disk for a server in a process of its own, which loses its power when a test says so, with all that was not synced
//! or any part of it, or is full for a while. `disk.c` stands between the server and its files; `log` makes of what it
//! saw what would lie on the disk afterwards.

mod log;

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rand::rngs::StdRng;
use tempfile::TempDir;

use self::log::{Log, Tree};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/support/disk/disk.c");
/// More than any test writes.
const NO_END: i64 = i64::MAX;
/// Where `struct control` of disk.c holds what.
const AT_ROOM: u64 = 0;
const AT_REFUSED: u64 = 8;
const AT_LIES: u64 = 16;
const AT_STEPS: u64 = 24;

pub struct Disk {
    root: PathBuf,
    control: File,
    /// What lay on it when its server was started.
    tree: Tree,
    tools: TempDir,
}

impl Disk {
    /// All that lies below this folder now is taken for synced.
    pub fn under(root: &Path) -> Self {
        let tools = tempfile::tempdir().unwrap();
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-U_FORTIFY_SOURCE", "-o"])
            .arg(tools.path().join("disk.so"))
            .arg(SOURCE)
            .status();
        assert!(built.unwrap().success(), "disk.c needs a C compiler");
        let control = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(tools.path().join("control"))
            .unwrap();
        let disk = Self {
            root: root.to_owned(),
            control,
            tree: Tree::read(root),
            tools,
        };
        disk.set(AT_LIES, 0);
        disk.set(AT_STEPS, NO_END);
        disk.has_room();
        disk
    }

    /// What a process needs in its environment to write on it.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        let tool = |name: &str| self.tools.path().join(name).to_string_lossy().into_owned();
        [
            ("LD_PRELOAD", tool("disk.so")),
            ("DISK_ROOT", self.root.to_string_lossy().into_owned()),
            ("DISK_LOG", tool("log")),
            ("DISK_CONTROL", tool("control")),
        ]
    }

    pub fn has_room(&self) {
        self.set(AT_ROOM, NO_END);
    }

    /// After so many writes it is full.
    pub fn has_room_for(&self, writes: i64) {
        self.set(AT_REFUSED, 0);
        self.set(AT_ROOM, writes);
    }

    /// Writes that found it full since it was given its room.
    pub fn refused(&self) -> i64 {
        let mut number = [0; 8];
        self.control.read_exact_at(&mut number, AT_REFUSED).unwrap();
        i64::from_ne_bytes(number)
    }

    /// From now on it says of every sync that it is done, and does none.
    pub fn lies(&self) {
        self.set(AT_LIES, 1);
    }

    /// Its server is killed at this change of it from now on: at a write, a sync or a name.
    pub fn kills_after(&self, changes: i64) {
        self.set(AT_STEPS, changes);
    }

    fn set(&self, at: u64, number: i64) {
        self.control.write_all_at(&number.to_ne_bytes(), at).unwrap();
    }

    /// When its server was killed: whatever was not synced is there, not there, or there in pieces. Gives how many
    /// writes were lost.
    pub fn loses_power(&mut self, chance: &mut StdRng) -> usize {
        self.goes_on_with(Some(chance))
    }

    /// [`Disk::loses_power`] at its worst.
    pub fn loses_all_that_was_not_synced(&mut self) -> usize {
        self.goes_on_with(None)
    }

    fn goes_on_with(&mut self, chance: Option<&mut StdRng>) -> usize {
        let path = self.tools.path().join("log");
        let log = fs::read(&path).unwrap_or_default();
        let (tree, lost) = Log::read(&self.root, &self.tree, &log).survivors(chance);
        tree.write(&self.root);
        self.tree = tree;
        fs::write(path, "").unwrap();
        self.set(AT_STEPS, NO_END);
        lost
    }
}
