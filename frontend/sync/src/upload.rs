//! One photo's way to the server by tus 1.0: what to ask next, given what was heard. The bytes, the network and the
//! checksums are somebody else's; here is only the order of things and when to stop.

use shared::file::{PART, PART_SLOW};

use crate::Millis;
use crate::outcome::Refusal;

/// Bytes per second below which the smaller parts are sent: a part then takes about eight seconds at most.
const SLOW: u64 = 32 * 1024;
/// Answers without progress after which an upload is left for a later try.
const DOUBTS_MAX: u8 = 4;

/// What is known of an upload.
#[derive(Clone, PartialEq, Debug)]
pub struct Upload {
    total: u64,
    address: Option<String>,
    /// Where the server stands; unknown after a break.
    offset: Option<u64>,
    part: u64,
    /// The server may have the whole photo already: ask the record.
    ask_record: bool,
    /// What a creation was answered, until the record is asked.
    not_wanted: Option<Refusal>,
    doubts: u8,
    /// It was begun anew.
    anew: bool,
    end: Option<Verdict>,
}

/// What to do next.
#[derive(Clone, PartialEq, Debug)]
pub enum Turn {
    /// POST: begin an upload.
    Create,
    /// HEAD at the upload's address: how far is it?
    Ask(String),
    /// PATCH: these bytes to that address.
    Part {
        address: String,
        from: u64,
        to: u64,
    },
    /// GET the record: has this photo arrived?
    AskRecord,
    End(Verdict),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// The server has verified the whole photo.
    Whole,
    Refused(Refusal),
    /// Nothing certain; try again later from where it stands.
    Later,
}

/// What was heard.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// 201 with the upload's address.
    Created(String),
    /// The server stands at this offset.
    At(u64),
    /// 404 or 410: the upload is no more.
    Gone,
    /// 409 or 460: the part did not count.
    NotCounted,
    /// The record was asked: the photo is there, or still lacking.
    Arrived(bool),
    /// 403 or 409 to a creation: perhaps there is nothing left to create.
    NotWanted(Refusal),
    Refused(Refusal),
    Unreachable,
}

impl Upload {
    /// An upload of `total` bytes, perhaps begun earlier at `address`.
    pub fn new(total: u64, address: Option<String>) -> Self {
        Self {
            total,
            address,
            offset: None,
            part: PART,
            ask_record: false,
            not_wanted: None,
            doubts: 0,
            anew: false,
            end: None,
        }
    }

    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Bytes that the server has confirmed, as far as is known.
    pub fn confirmed(&self) -> u64 {
        self.offset.unwrap_or(0)
    }

    pub fn turn(&self) -> Turn {
        if let Some(verdict) = &self.end {
            return Turn::End(verdict.clone());
        }
        if self.ask_record {
            return Turn::AskRecord;
        }
        match (&self.address, self.offset) {
            (None, _) => Turn::Create,
            (Some(address), None) => Turn::Ask(address.clone()),
            (Some(address), Some(offset)) => Turn::Part {
                address: address.clone(),
                from: offset,
                to: self.total.min(offset + self.part),
            },
        }
    }

    /// Takes in the reply to the last turn. `took` is how long a part was on its way.
    pub fn hear(&mut self, reply: Reply, took: Millis) {
        let asked = self.turn();
        match reply {
            Reply::Created(address) => {
                self.address = Some(address);
                // An earlier upload may have been handed back: only HEAD knows how far it is.
                self.offset = None;
            }
            Reply::At(offset) => self.stands_at(&asked, offset, took),
            Reply::Gone => self.start_over(),
            Reply::NotCounted => self.lose_place(),
            Reply::Arrived(true) => self.end = Some(Verdict::Whole),
            Reply::Arrived(false) => {
                self.ask_record = false;
                match self.not_wanted.take() {
                    Some(refusal) => self.end = Some(Verdict::Refused(refusal)),
                    None => self.start_over(),
                }
            }
            Reply::NotWanted(refusal) => {
                self.not_wanted = Some(refusal);
                self.ask_record = true;
            }
            Reply::Refused(refusal) => self.end = Some(Verdict::Refused(refusal)),
            Reply::Unreachable => self.end = Some(Verdict::Later),
        }
    }

    fn stands_at(&mut self, asked: &Turn, offset: u64, took: Millis) {
        match asked {
            Turn::Part { from, to, .. } if (*from + 1..=*to).contains(&offset) => {
                self.offset = Some(offset);
                self.doubts = 0;
                self.part = part_for(offset - from, took);
                if offset == self.total {
                    self.end = Some(Verdict::Whole);
                }
            }
            // What HEAD calls complete may have failed its last check: the record tells.
            Turn::Ask(_) if offset >= self.total => self.ask_record = true,
            Turn::Ask(_) => self.offset = Some(offset),
            Turn::Part { .. } | Turn::Create | Turn::AskRecord | Turn::End(_) => self.lose_place(),
        }
    }

    /// Once in a sitting: whoever loses a whole upload each time is not sent another at once.
    fn start_over(&mut self) {
        self.address = None;
        self.lose_place();
        if self.anew {
            self.end = Some(Verdict::Later);
        }
        self.anew = true;
    }

    fn lose_place(&mut self) {
        self.offset = None;
        self.doubts = self.doubts.saturating_add(1);
        if self.doubts >= DOUBTS_MAX {
            self.end = Some(Verdict::Later);
        }
    }
}

/// Small parts on a slow link, so that a break costs little.
fn part_for(bytes: u64, took: Millis) -> u64 {
    if bytes * 1_000 / took.max(1) < SLOW {
        PART_SLOW
    } else {
        PART
    }
}
