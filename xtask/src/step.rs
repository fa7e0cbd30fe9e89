//! One command after the other, each with a title and its duration.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

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
