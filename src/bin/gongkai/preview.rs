//! `gongkai preview`: the report in the browser while it is being written.
//!
//! One thread looks at the files that the last run read and, when one changes,
//! looks at the report anew ([`view`]); the server ([`http`]) shows what was
//! seen last and tells the browser that there is more to see.

mod form;
mod http;
mod save;
mod shell;
mod state;
mod view;
mod watch;
mod wire;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use gongkai::desk::{self, Desk, Office};
use tokio::sync::watch::{Receiver, Sender, channel};

use self::view::View;
use crate::disk::Disk;
use crate::error::Error;

/// The port that is tried first: a bookmark stays good.
const PORT: u16 = 8750;

/// What to preview, and where.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) port: Option<u16>,
    pub(crate) previous: Option<PathBuf>,
    pub(crate) fonts: Option<PathBuf>,
    pub(crate) templates: Option<PathBuf>,
    pub(crate) schemas: Option<PathBuf>,
}

impl Settings {
    /// A desk of its own for each look: what it has read is not kept.
    fn desk(&self) -> Result<Desk<'static>, desk::Error> {
        match &self.schemas {
            Some(folder) => Desk::with_schemas(&Disk, folder),
            None => Ok(Desk::new(&Disk)),
        }
    }

    fn office(&self) -> Result<Office, desk::Error> {
        self.desk()?.office(self.templates.as_deref(), self.fonts.as_deref())
    }
}

/// A running preview.
struct Preview {
    settings: Settings,
    /// What is shown.
    view: RwLock<Arc<View>>,
    /// One look at the files, or one save, at a time.
    turn: Mutex<Templates>,
    /// Counts the views.
    changed: Sender<u64>,
    /// Whoever writes has to know it.
    token: String,
}

/// The office's templates with the state of their files when they were read.
struct Templates {
    stamps: Vec<watch::Stamp>,
    office: Arc<Office>,
}

/// Serves until the process is ended.
pub(crate) fn serve(settings: Settings) -> Result<ExitCode, Error> {
    let stamps = watch::stamps(&Office::files(settings.templates.as_deref()));
    let office = Arc::new(settings.office()?);
    let view = View::first(&settings, &office);
    let preview = Arc::new(Preview {
        view: RwLock::new(Arc::new(view)),
        turn: Mutex::new(Templates { stamps, office }),
        changed: channel(0).0,
        token: token()?,
        settings,
    });
    let listener = listen(preview.settings.port)?;
    let local = listener.local_addr().map_err(|source| Error::Port { port: 0, source })?;
    let watched = Arc::clone(&preview);
    std::thread::spawn(move || watch::watch(&watched));
    eprintln!("预览：http://127.0.0.1:{}/", local.port());
    eprintln!("在浏览器中打开上面的网址；按 Ctrl+C 结束。");
    let failed = |source| Error::Port { port: local.port(), source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    runtime.map_err(failed)?.block_on(http::serve(preview, listener)).map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}

/// Loopback only: no other machine can connect.
fn listen(port: Option<u16>) -> Result<std::net::TcpListener, Error> {
    let open = |port| {
        let listener = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    let opened = match port {
        Some(port) => open(port),
        None => open(PORT).or_else(|_| open(0)),
    };
    opened.map_err(|source| Error::Port { port: port.unwrap_or(PORT), source })
}

/// 128 random bits, hexadecimal.
fn token() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Port {
        port: 0,
        source: std::io::Error::other(error.to_string()),
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

impl Preview {
    fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn subscribe(&self) -> Receiver<u64> {
        self.changed.subscribe()
    }

    /// Looks at the files anew.
    fn refresh(&self) {
        let mut templates = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.look(&mut templates);
    }

    fn look(&self, templates: &mut Templates) {
        let last = self.view();
        let stamps = watch::stamps(&Office::files(self.settings.templates.as_deref()));
        let mut failed = None;
        if stamps != templates.stamps {
            match self.settings.office() {
                Ok(office) => *templates = Templates { stamps, office: Arc::new(office) },
                Err(error) => failed = Some(error),
            }
        }
        let view = match failed {
            Some(error) => last.failed(&self.settings, &error),
            None => View::next(&self.settings, &templates.office, &last),
        };
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        self.changed.send_modify(|serial| *serial += 1);
    }

    fn office(&self) -> Arc<Office> {
        Arc::clone(&self.turn.lock().unwrap_or_else(PoisonError::into_inner).office)
    }
}
