//! What a process costs, as Linux tells it in `/proc`.

use std::fs;

use anyhow::{Context, Result};

/// Linux counts the time of processes in hundredths of a second, whatever its own clock does (`USER_HZ`).
const TICK_MS: f64 = 10.0;

/// A process by its number.
pub struct Process(pub u32);

/// The fields of `/proc/<pid>/stat` that are asked for (proc_pid_stat(5)).
struct Stat {
    parent: u32,
    /// Ticks of its own, in and below the kernel's door.
    own: u64,
    /// Ticks of its children that have ended.
    ended: u64,
}

impl Process {
    /// Milliseconds of CPU so far, with those of its children.
    pub fn cpu_ms(&self) -> Result<f64> {
        let of_self = stat(self.0)?;
        let mut ticks = of_self.own + of_self.ended;
        for entry in fs::read_dir("/proc")? {
            let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // One that ended meanwhile is its parent's to count.
            if let Ok(child) = stat(pid)
                && child.parent == self.0
            {
                ticks += child.own;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 ticks")]
        let ticks = ticks as f64;
        Ok(ticks * TICK_MS)
    }

    /// Memory that is resident now, and the most that ever was.
    pub fn memory(&self, when: &str) -> Result<String> {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.0)).context("memory of the server")?;
        let mib = |name: &str| -> Result<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next());
            Ok(kib.context(name.to_owned())?.parse::<u64>()? / 1_024)
        };
        Ok(format!(
            "memory of the server {when}: {} MiB, at most {} MiB",
            mib("VmRSS:")?,
            mib("VmHWM:")?
        ))
    }
}

fn stat(pid: u32) -> Result<Stat> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in brackets may hold spaces and brackets of its own.
    let (_, rest) = line.rsplit_once(')').context("a line of /proc")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |place: usize| -> Result<u64> {
        let text = fields.get(place).context("a line of /proc")?;
        Ok(text.parse()?)
    };
    Ok(Stat {
        parent: u32::try_from(field(1)?)?,
        own: field(11)? + field(12)?,
        ended: field(13)? + field(14)?,
    })
}
