//! A mail server as small as RFC 5321 lets it be. It keeps what it was given, and refuses as it is told.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Default)]
struct State {
    /// What the next recipients are answered with.
    refusals: VecDeque<&'static str>,
    letters: Vec<Letter>,
}

#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    /// Head and body, as it came over the wire.
    pub raw: String,
}

pub struct Smtp {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                actix_web::rt::spawn(talk(stream, shared.clone()));
            }
        });
        Self { address, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next recipients are refused so, one after another.
    pub fn refuse(&self, answers: &[&'static str]) {
        self.state.lock().unwrap().refusals.extend(answers);
    }

    /// What came since this was last asked.
    pub fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.state.lock().unwrap().letters)
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 uji ESMTP\r\n").await.ok()?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await.ok()? {
        let upper = line.to_uppercase();
        let answer = if upper.starts_with("RCPT TO:") {
            to = line["RCPT TO:".len()..]
                .trim()
                .trim_matches(['<', '>'])
                .to_owned();
            let refusal = state.lock().unwrap().refusals.pop_front();
            refusal.unwrap_or("250 baik").to_owned()
        } else if upper == "DATA" {
            write.write_all(b"354 silakan\r\n").await.ok()?;
            let mut raw = String::new();
            while let Some(line) = lines.next_line().await.ok()? {
                if line == "." {
                    break;
                }
                raw.push_str(&line);
                raw.push('\n');
            }
            let letter = Letter { to: to.clone(), raw };
            state.lock().unwrap().letters.push(letter);
            "250 diterima".to_owned()
        } else if upper == "QUIT" {
            write.write_all(b"221 sampai jumpa\r\n").await.ok()?;
            return Some(());
        } else {
            "250 baik".to_owned()
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}
