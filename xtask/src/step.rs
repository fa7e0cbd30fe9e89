//! One command after the other, each with a title and its duration.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

/// A program that runs while other steps do.
pub struct Beside {
    title: String,
    log: PathBuf,
    child: Child,
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Of a program that has ended this asks nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was done and how long each took.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs a program, its output in plain sight; the step fails when the program does.
    pub fn run(&mut self, title: &str, command: &mut Command) -> Result<()> {
        self.time(title, || expect_success(command))
    }

    /// Starts a program that goes on while other steps run; what it prints is kept in `log`. Where the run ends before it,
    /// it is ended too.
    pub fn beside(title: &str, command: &mut Command, log: &Path) -> Result<Beside> {
        println!("▸ {title}, beside what follows");
        let program = command.get_program().to_string_lossy().into_owned();
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        Ok(Beside {
            title: title.to_owned(),
            log: log.to_path_buf(),
            child,
        })
    }

    /// Waits for what was started beside, and shows what it printed where it failed.
    pub fn join(&mut self, mut beside: Beside) -> Result<()> {
        self.time(&format!("wait: {}", beside.title), || {
            let status = beside.child.wait()?;
            if !status.success() {
                print!("{}", fs::read_to_string(&beside.log).unwrap_or_default());
            }
            ensure!(status.success(), "{} ended with {status}", beside.title);
            Ok(())
        })
    }

    /// Does some work of our own as a step.
    pub fn time<T>(&mut self, title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("▸ {title}");
        let start = Instant::now();
        let outcome = work().with_context(|| format!("step failed: {title}"));
        self.done.push((title.to_owned(), start.elapsed()));
        outcome
    }

    pub fn print(&self) {
        for (title, took) in &self.done {
            println!("{:>8.1} s  {title}", took.as_secs_f64());
        }
    }
}

pub fn expect_success(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("cannot start {program}"))?;
    ensure!(status.success(), "{program} ended with {status}");
    Ok(())
}

/// What a program prints, trimmed; an error when it is not there or fails.
pub fn output_of(program: &str, args: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(args)
        .output()
        .with_context(|| format!("cannot start {program}"))?;
    ensure!(output.status.success(), "{program} ended with {}", output.status);
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    #[test]
    fn what_ran_beside_is_waited_for_and_its_failure_is_the_steps() {
        let log = env::temp_dir().join(format!("portal-beside-{}.log", std::process::id()));
        let mut steps = Steps::default();
        for (script, fits) in [("echo done", true), ("echo broken; exit 3", false)] {
            let beside = Steps::beside("a script", Command::new("sh").args(["-c", script]), &log);
            assert_eq!(steps.join(beside.unwrap()).is_ok(), fits, "{script}");
        }
        assert_eq!(fs::read_to_string(&log).unwrap(), "broken\n");
        fs::remove_file(log).unwrap();
    }
}
