//! The server: a handful of addresses, for this machine only.
//!
//! No address names a file. Who asks has to call the server by its own name
//! (against DNS rebinding), and who writes has to know the token of the page
//! (against other sites in the same browser).

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};

use super::save::Answer;
use super::wire::{Request as Sent, State as Seen};
use super::{Preview, shell};

/// More than any form; what is larger is refused unread.
const LARGEST: usize = 4 << 20;

/// The shell loads its own script and style and nothing else.
const SHELL: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
/// The report has its style and its pictures in it, and no script.
const PAGE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The header that carries the token.
const TOKEN: &str = "x-gongkai-token";

struct Server {
    preview: Arc<Preview>,
    port: u16,
}

type Shared = State<Arc<Server>>;

/// Answers until the process ends.
pub(super) async fn serve(
    preview: Arc<Preview>,
    listener: std::net::TcpListener,
) -> std::io::Result<()> {
    let port = listener.local_addr()?.port();
    let server = Arc::new(Server { preview, port });
    let router = Router::new()
        .route("/", get(index))
        .route("/page", get(page))
        .route("/state.json", get(state))
        .route("/events", get(events))
        .route("/report.pdf", get(pdf))
        .route("/report.docx", get(docx))
        .route("/preview.js", get(|| async { text("text/javascript", shell::SCRIPT) }))
        .route("/preview.css", get(|| async { text("text/css", shell::STYLE) }))
        .route("/draft", post(draft))
        .route("/save", post(save))
        .route("/fix", post(fix))
        .fallback(|| async { refused(StatusCode::NOT_FOUND, "没有这个网页") })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), guard))
        .with_state(server);
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}

// Who may ask ---------------------------------------------------------------

async fn guard(State(server): Shared, request: Request, next: Next) -> Response {
    let mut response = match server.refuses(request.method(), request.headers()) {
        Some(message) => refused(StatusCode::FORBIDDEN, message),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'self'");
    set(header::CACHE_CONTROL, "no-store");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    response
}

impl Server {
    fn refuses(&self, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
        let names = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        if hosts.next().is_some() || !host.is_some_and(|host| names.iter().any(|name| name == host))
        {
            return Some("只能用 127.0.0.1 或 localhost 访问预览");
        }
        if method == Method::GET || method == Method::HEAD {
            return None;
        }
        let own = |origin: &str| names.iter().any(|name| origin == format!("http://{name}"));
        if text(header::ORIGIN).is_some_and(|origin| !own(origin)) {
            return Some("其他网站不能写入");
        }
        let token = text(HeaderName::from_static(TOKEN)).unwrap_or_default();
        (!same(token, &self.preview.token)).then_some("预览程序已经重新启动，请刷新网页")
    }
}

/// Compares in a time that does not tell how much agrees.
fn same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

// What there is to see ------------------------------------------------------

async fn index(State(server): Shared) -> Response {
    let view = server.preview.view();
    let file = server.preview.settings.data.display().to_string();
    let html = shell::page(&view.state, &server.preview.token, &file);
    ([(header::CONTENT_SECURITY_POLICY, SHELL)], text("text/html", html)).into_response()
}

async fn page(State(server): Shared) -> Response {
    let html = server.preview.view().page.html.clone();
    ([(header::CONTENT_SECURITY_POLICY, PAGE)], text("text/html", html)).into_response()
}

async fn state(State(server): Shared) -> Response {
    json(StatusCode::OK, &server.preview.view().state)
}

/// Says a number at once and whenever there is something new to see.
async fn events(State(server): Shared) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = server.preview.subscribe();
    changes.mark_changed();
    Sse::new(stream::unfold(changes, |mut changes| async {
        changes.changed().await.ok()?;
        let serial = *changes.borrow_and_update();
        Some((Ok(Event::default().data(serial.to_string())), changes))
    }))
}

async fn pdf(State(server): Shared) -> Response {
    file(&server, "pdf", "application/pdf", "inline").await
}

async fn docx(State(server): Shared) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    file(&server, "docx", kind, "attachment").await
}

async fn file(server: &Server, format: &'static str, kind: &str, shown: &str) -> Response {
    let page = Arc::clone(&server.preview.view().page);
    let name = page.title().bytes().map(|byte| format!("%{byte:02X}"));
    let name = name.collect::<Vec<_>>().concat();
    let name = format!("{shown}; filename=\"report.{format}\"; filename*=UTF-8''{name}.{format}");
    match aside(move || page.file(format)).await {
        Some(Ok(bytes)) => {
            let headers =
                [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
            (headers, bytes).into_response()
        }
        Some(Err(message)) => refused(StatusCode::CONFLICT, &message),
        None => refused(StatusCode::INTERNAL_SERVER_ERROR, "无法输出"),
    }
}

// What can be changed -------------------------------------------------------

async fn draft(State(server): Shared, body: Bytes) -> Response {
    answer(server, body, Preview::draft).await
}

async fn save(State(server): Shared, body: Bytes) -> Response {
    answer(server, body, Preview::save).await
}

async fn fix(State(server): Shared, body: Bytes) -> Response {
    answer(server, body, Preview::fix).await
}

async fn answer(server: Arc<Server>, body: Bytes, act: fn(&Preview, &Sent) -> Answer) -> Response {
    let request: Sent = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match aside(move || act(&server.preview, &request)).await {
        Some(Answer::Done(state)) => json(StatusCode::OK, &state),
        Some(Answer::Conflict(state)) => json(StatusCode::CONFLICT, &state),
        Some(Answer::Refused(message)) => refused(StatusCode::UNPROCESSABLE_ENTITY, &message),
        None => refused(StatusCode::INTERNAL_SERVER_ERROR, "无法保存"),
    }
}

/// Work that takes its time does not keep other clients waiting.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

fn json(status: StatusCode, state: &Seen) -> Response {
    // Strings and numbers can always be written.
    let body = serde_json::to_string(state).unwrap_or_default();
    (status, text("application/json", body)).into_response()
}

fn text(kind: &str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], body.into()).into_response()
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, text("text/plain", message.to_owned())).into_response()
}
