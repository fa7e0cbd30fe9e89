//! Reads the log of `disk.c` and decides what a power cut leaves. A file's bytes are sure once the file was synced, its
//! name once its folder was. Of the bytes that are not, any sector may be there and any other not; of the names, those
//! up to some moment, as a file system with a journal has it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use rand::Rng;
use rand::rngs::StdRng;

/// The calls that disk.c tells of, by the numbers that it has for them.
mod kind {
    pub const WRITTEN: u64 = 1;
    pub const CUT: u64 = 2;
    pub const SYNCED: u64 = 3;
    pub const MADE: u64 = 4;
    pub const FOLDER: u64 = 5;
    pub const GONE: u64 = 6;
    pub const MOVED: u64 = 7;
    pub const LINKED: u64 = 8;
    pub const NAMES_SYNCED: u64 = 9;
}

/// Bytes that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What lies in a folder, by the paths below it; a folder has no bytes.
#[derive(Default)]
pub struct Tree(BTreeMap<PathBuf, Option<Vec<u8>>>);

impl Tree {
    pub fn read(root: &Path) -> Self {
        let mut tree = Self::default();
        tree.add(root);
        tree
    }

    fn add(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.add(&path);
                self.0.insert(path, None);
            } else {
                let bytes = fs::read(&path).unwrap();
                self.0.insert(path, Some(bytes));
            }
        }
    }

    /// Leaves in the folder this and nothing else.
    pub fn write(&self, root: &Path) {
        for entry in fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
        // A folder sorts before what lies in it.
        for (path, bytes) in &self.0 {
            match bytes {
                None => fs::create_dir(path).unwrap(),
                Some(bytes) => fs::write(path, bytes).unwrap(),
            }
        }
    }
}

enum Change {
    Written { at: usize, bytes: Vec<u8> },
    Cut(usize),
}

/// One file's bytes: those that are sure, and what was done to them since, with the number of its record.
#[derive(Default)]
struct Content {
    sure: Vec<u8>,
    since: Vec<(u64, Change)>,
}

#[derive(Clone, Copy)]
enum Node {
    Folder,
    File(usize),
}

type Names = BTreeMap<PathBuf, Node>;

enum Naming {
    Made(PathBuf, Node),
    Gone(PathBuf),
    Moved(PathBuf, PathBuf),
}

struct Named {
    number: u64,
    naming: Naming,
    is_sure: bool,
}

pub struct Log {
    root: PathBuf,
    contents: Vec<Content>,
    inodes: HashMap<u64, usize>,
    /// The names at the start, as they are now, and what happened between.
    first: Names,
    now: Names,
    since: Vec<Named>,
}

impl Log {
    pub fn read(root: &Path, tree: &Tree, bytes: &[u8]) -> Self {
        let mut log = Self {
            root: root.to_owned(),
            contents: Vec::new(),
            inodes: HashMap::new(),
            first: Names::new(),
            now: Names::new(),
            since: Vec::new(),
        };
        for (path, bytes) in &tree.0 {
            let node = match bytes {
                None => Node::Folder,
                Some(bytes) => log.content(bytes.clone()),
            };
            log.first.insert(path.clone(), node);
        }
        log.now = log.first.clone();
        let mut rest = bytes;
        let mut number = 0;
        while let Some(record) = Record::take(&mut rest) {
            log.follow(number, &record);
            number += 1;
        }
        log
    }

    fn content(&mut self, sure: Vec<u8>) -> Node {
        let since = Vec::new();
        self.contents.push(Content { sure, since });
        Node::File(self.contents.len() - 1)
    }

    fn file(&mut self, record: &Record<'_>) -> &mut Content {
        let index = match self.now.get(&record.path) {
            Some(Node::File(index)) => *index,
            // It has lost its name since it was opened.
            Some(Node::Folder) | None => *self.inodes.get(&record.file).unwrap(),
        };
        self.inodes.insert(record.file, index);
        &mut self.contents[index]
    }

    fn follow(&mut self, number: u64, record: &Record<'_>) {
        let at = usize::try_from(record.at).unwrap();
        let path = record.path.clone();
        match record.kind {
            kind::WRITTEN => {
                let bytes = record.bytes.to_vec();
                let written = Change::Written { at, bytes };
                self.file(record).since.push((number, written));
            }
            kind::CUT => self.file(record).since.push((number, Change::Cut(at))),
            kind::SYNCED => self.file(record).sync(record.at),
            kind::MADE => {
                let node = match self.now.get(&path) {
                    // Two threads opened it at once.
                    Some(node) => *node,
                    None => self.content(Vec::new()),
                };
                if let Node::File(index) = node {
                    self.inodes.insert(record.file, index);
                }
                self.name(number, Naming::Made(path, node));
            }
            kind::FOLDER => self.name(number, Naming::Made(path, Node::Folder)),
            kind::GONE => self.name(number, Naming::Gone(path)),
            kind::MOVED => self.name(number, Naming::Moved(path, record.other())),
            kind::LINKED => {
                let node = self.now[&path];
                self.name(number, Naming::Made(record.other(), node));
            }
            kind::NAMES_SYNCED => {
                for named in &mut self.since {
                    named.is_sure |= named.number < record.at && named.naming.is_in(&path);
                }
            }
            other => panic!("disk.c knows no {other}"),
        }
    }

    fn name(&mut self, number: u64, naming: Naming) {
        naming.apply(&self.root, &mut self.now);
        self.since.push(Named {
            number,
            naming,
            is_sure: false,
        });
    }

    /// What is left, and how many writes are not. Without chance nothing is that was not sure.
    pub fn survivors(self, mut chance: Option<&mut StdRng>) -> (Tree, usize) {
        let unsure = chance
            .as_mut()
            .map_or(0, |chance| chance.random_range(0..=self.since.len()));
        let mut names = self.first;
        for (place, named) in self.since.iter().enumerate() {
            if named.is_sure || place < unsure {
                named.naming.apply(&self.root, &mut names);
            }
        }
        let mut lost = 0;
        let mut left: Vec<Vec<u8>> = Vec::new();
        for content in self.contents {
            let (bytes, gone) = content.survivor(chance.as_deref_mut());
            lost += gone;
            left.push(bytes);
        }
        let bytes = |node| match node {
            Node::Folder => None,
            Node::File(index) => Some(left[index].clone()),
        };
        let tree = names.into_iter().map(|(path, node)| (path, bytes(node)));
        (Tree(tree.collect()), lost)
    }
}

impl Naming {
    /// Whether this folder holds the name.
    fn is_in(&self, folder: &Path) -> bool {
        let (Self::Made(path, _) | Self::Gone(path) | Self::Moved(_, path)) = self;
        path.parent() == Some(folder)
    }

    fn apply(&self, root: &Path, names: &mut Names) {
        // What lies in a folder that is lost is lost too.
        let has_place = |names: &Names, path: &Path| {
            let folder = path.parent().unwrap();
            folder == root || names.contains_key(folder)
        };
        match self {
            Self::Made(path, node) => {
                if has_place(names, path) {
                    names.insert(path.clone(), *node);
                }
            }
            Self::Gone(path) => {
                names.remove(path);
            }
            Self::Moved(from, to) => {
                if let Some(node) = names.remove(from)
                    && has_place(names, to)
                {
                    names.insert(to.clone(), node);
                }
            }
        }
    }
}

impl Content {
    /// All that was done before this record is on the disk.
    fn sync(&mut self, before: u64) {
        let mut sure = std::mem::take(&mut self.sure);
        self.since.retain(|(number, change)| {
            let is_synced = *number < before;
            if is_synced {
                change.apply(&mut sure);
            }
            !is_synced
        });
        self.sure = sure;
    }

    fn survivor(self, chance: Option<&mut StdRng>) -> (Vec<u8>, usize) {
        let (mut bytes, unsure) = (self.sure, self.since.len());
        let Some(chance) = chance else {
            return (bytes, unsure);
        };
        let kept = match chance.random_range(0..4) {
            0 => 0,
            1 => unsure,
            2 => chance.random_range(0..=unsure),
            _ => return torn(bytes, &self.since, chance),
        };
        for (_, change) in &self.since[..kept] {
            change.apply(&mut bytes);
        }
        (bytes, unsure - kept)
    }
}

/// Each sector of each write by itself. A write that is there in part counts as lost.
fn torn(mut bytes: Vec<u8>, since: &[(u64, Change)], chance: &mut StdRng) -> (Vec<u8>, usize) {
    let mut lost = 0;
    for (_, change) in since {
        let mut is_whole = true;
        match change {
            Change::Cut(length) => {
                is_whole = chance.random_bool(0.5);
                if is_whole {
                    bytes.resize(*length, 0);
                }
            }
            Change::Written { at, bytes: written } => {
                let mut from = 0;
                while from < written.len() {
                    let to = written.len().min(from + SECTOR - (at + from) % SECTOR);
                    if chance.random_bool(0.5) {
                        put(&mut bytes, at + from, &written[from..to]);
                    } else {
                        is_whole = false;
                    }
                    from = to;
                }
            }
        }
        lost += usize::from(!is_whole);
    }
    (bytes, lost)
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Cut(length) => bytes.resize(*length, 0),
            Self::Written { at, bytes: written } => put(bytes, *at, written),
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, written: &[u8]) {
    let end = at + written.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(written);
}

/// One call that was seen, as `note` of disk.c writes it.
struct Record<'a> {
    kind: u64,
    file: u64,
    at: u64,
    path: PathBuf,
    bytes: &'a [u8],
}

impl<'a> Record<'a> {
    /// The next one; what was cut off as the process died is none.
    fn take(rest: &mut &'a [u8]) -> Option<Self> {
        const HEAD: usize = 5 * 8;
        let (numbers, body) = rest.split_at_checked(HEAD)?;
        let number = |place: usize| {
            let bytes = &numbers[place * 8..(place + 1) * 8];
            u64::from_ne_bytes(bytes.try_into().unwrap())
        };
        let (path, body) = body.split_at_checked(usize::try_from(number(3)).unwrap())?;
        let (bytes, body) = body.split_at_checked(usize::try_from(number(4)).unwrap())?;
        *rest = body;
        Some(Self {
            kind: number(0),
            file: number(1),
            at: number(2),
            path: named(path),
            bytes,
        })
    }

    /// The second name of a call that has two.
    fn other(&self) -> PathBuf {
        named(self.bytes)
    }
}

fn named(bytes: &[u8]) -> PathBuf {
    PathBuf::from(std::str::from_utf8(bytes).unwrap())
}
