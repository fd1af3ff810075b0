//! The one writer, and its group commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use filiform_store::{Job, JobAnswer, StoreError};
use rusqlite::Connection;

use crate::error::store_error;
use crate::tx::SqliteTx;

type Answer = Result<JobAnswer, StoreError>;

/// The most jobs that share a flush.
const GROUP_MAX: usize = 256;

struct Request {
    job: Job,
    reply: SyncSender<Answer>,
}

/// A handle to the writer thread.
pub(crate) struct Writer {
    // INVARIANT: `Some` until drop; dropping it is what ends the thread.
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (requests, incoming) = channel();
        let thread = std::thread::Builder::new()
            .name("filiform-writer".to_owned())
            .spawn(move || serve(&connection, &incoming))
            .map_err(|error| StoreError::Database(Box::new(error)))?;
        Ok(Self {
            requests: Some(requests),
            thread: Some(thread),
        })
    }

    /// Waits until the job is flushed, or refused, or undone.
    pub(crate) fn run(&self, job: Job) -> Answer {
        let (reply, answer) = sync_channel(1);
        let requests = self.requests.as_ref().ok_or(StoreError::WriterStopped)?;
        requests
            .send(Request { job, reply })
            .map_err(|_| StoreError::WriterStopped)?;
        answer.recv().map_err(|_| StoreError::WriterStopped)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // The thread finishes what waits and ends; a panic in it was reported to its callers.
            let _ = thread.join();
        }
    }
}

fn serve(connection: &Connection, incoming: &Receiver<Request>) {
    while let Ok(first) = incoming.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match incoming.try_recv() {
                Ok(request) => group.push(request),
                Err(_) => break,
            }
        }
        run_group(connection, group);
    }
}

/// Runs a group in one transaction and answers after the flush.
fn run_group(connection: &Connection, group: Vec<Request>) {
    if let Err(error) = statement(connection, "BEGIN IMMEDIATE") {
        answer_all(group.into_iter().map(|request| request.reply), &error);
        return;
    }
    let is_alone = group.len() == 1;
    let mut done: Vec<(SyncSender<Answer>, JobAnswer)> = Vec::with_capacity(group.len());
    let mut waiting = group.into_iter();
    for request in waiting.by_ref() {
        let outcome = if is_alone {
            run_job_alone(connection, request.job)
        } else {
            run_job(connection, request.job)
        };
        match outcome {
            Ok(answer) => done.push((request.reply, answer)),
            Err(error) => {
                tracing::error!("a change failed and was undone: {error}");
                reply(&request.reply, Err(error));
            }
        }
        if connection.is_autocommit() {
            // A full disk ends the whole transaction: nothing of this group was kept.
            break;
        }
    }
    if connection.is_autocommit() {
        for (waiter, answer) in done {
            // A job that failed has its own error; neighbours that did not were undone with it.
            reply(
                &waiter,
                if answer.is_err() {
                    Ok(answer)
                } else {
                    Err(StoreError::DiskFull)
                },
            );
        }
        for request in waiting {
            reply(&request.reply, Err(StoreError::DiskFull));
        }
        return;
    }
    match statement(connection, "COMMIT") {
        Ok(()) => {
            for (waiter, answer) in done {
                reply(&waiter, Ok(answer));
            }
        }
        Err(error) => {
            let _ = statement(connection, "ROLLBACK");
            answer_all(done.into_iter().map(|(waiter, _)| waiter), &error);
        }
    }
}

/// Runs a job among others: a savepoint lets it be undone alone.
fn run_job(connection: &Connection, job: Job) -> Answer {
    statement(connection, "SAVEPOINT job").map_err(store_error)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| job(&mut SqliteTx::new(connection))));
    if connection.is_autocommit() {
        return outcome.map_err(|_| StoreError::DiskFull);
    }
    if !matches!(outcome, Ok(Ok(_))) {
        statement(connection, "ROLLBACK TO job").map_err(store_error)?;
    }
    statement(connection, "RELEASE job").map_err(store_error)?;
    outcome.map_err(|_| panicked())
}

/// Runs the only job of a transaction: to undo it is to undo the transaction.
fn run_job_alone(connection: &Connection, job: Job) -> Answer {
    let outcome = catch_unwind(AssertUnwindSafe(|| job(&mut SqliteTx::new(connection))));
    if connection.is_autocommit() {
        return outcome.map_err(|_| StoreError::DiskFull);
    }
    if !matches!(outcome, Ok(Ok(_))) {
        statement(connection, "ROLLBACK").map_err(store_error)?;
    }
    outcome.map_err(|_| panicked())
}

fn panicked() -> StoreError {
    StoreError::Database("the change failed inside and was undone".into())
}

fn statement(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(text)?.execute([]).map(drop)
}

fn answer_all(waiters: impl Iterator<Item = SyncSender<Answer>>, error: &rusqlite::Error) {
    tracing::error!("a group of changes was not kept: {error}");
    for waiter in waiters {
        let again = match error.sqlite_error() {
            Some(code) => rusqlite::Error::SqliteFailure(*code, Some(error.to_string())),
            None => rusqlite::Error::InvalidQuery,
        };
        reply(&waiter, Err(store_error(again)));
    }
}

fn reply(waiter: &SyncSender<Answer>, answer: Answer) {
    // The caller may have gone (a closed browser); what was flushed stays flushed.
    let _ = waiter.send(answer);
}
