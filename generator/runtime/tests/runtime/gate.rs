//! How many requests are in flight, and how far apart writes are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::{
    BoxFuture, Client, Clock, Content, Sending, SystemClock, Transport, TransportError, decode,
};

use crate::support::{DELETE, Errors, LIST, Watch, builder};

/// Answers when it is let, and counts who is waiting for it.
#[derive(Clone)]
struct Slow {
    open: Arc<tokio::sync::Semaphore>,
    flying: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Slow {
    fn new() -> Self {
        Self {
            open: Arc::new(tokio::sync::Semaphore::new(0)),
            flying: Arc::default(),
            most: Arc::default(),
        }
    }

    fn flying(&self) -> usize {
        self.flying.load(Ordering::SeqCst)
    }
}

impl Transport for Slow {
    fn send(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        Box::pin(async move {
            let flying = self.flying.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(flying, Ordering::SeqCst);
            self.open.acquire().await.unwrap().forget();
            self.flying.fetch_sub(1, Ordering::SeqCst);
            Ok(http::Response::new(Bytes::new().into()))
        })
    }
}

fn list(client: &Client) -> Sending<'_, client_runtime::Response<()>, Errors> {
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    call.send(decode::empty)
}

async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

async fn most_in_flight(limit: Option<usize>, requests: usize) -> usize {
    let slow = Slow::new();
    let builder = builder().transport(slow.clone());
    let builder = match limit {
        Some(limit) => builder.max_requests_in_flight(limit),
        None => builder,
    };
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..requests)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { list(&client).await.map(|_| ()) })
        })
        .collect();
    settle().await;
    slow.open.add_permits(requests);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    slow.most.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_hundred_requests_unless_set() {
    assert_eq!(most_in_flight(None, 130).await, 100);
    assert_eq!(most_in_flight(Some(3), 20).await, 3);
    assert_eq!(most_in_flight(Some(0), 5).await, 1);
}

#[tokio::test]
async fn who_gives_up_waiting_does_not_take_the_turn_along() {
    let slow = Slow::new();
    let builder = builder().transport(slow.clone()).max_requests_in_flight(1);
    let client = builder.build().unwrap();
    let task = |client: &Client| {
        let client = client.clone();
        tokio::spawn(async move { list(&client).await.map(|_| ()) })
    };
    let (first, second, third) = (task(&client), task(&client), task(&client));
    settle().await;
    assert_eq!(slow.flying(), 1);
    second.abort();
    settle().await;
    slow.open.add_permits(2);
    let both = async { (first.await, third.await) };
    let both = tokio::time::timeout(Duration::from_secs(5), both).await;
    let (first, third) = both.expect("the third was never let through");
    first.unwrap().unwrap();
    third.unwrap().unwrap();
}

/// Records when each request was made, by the client's clock, and takes a while itself.
#[derive(Clone)]
struct Recorder {
    watch: Watch,
    times: Arc<Mutex<Vec<(String, f64)>>>,
    takes: Duration,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        let time = (request.method().to_string(), self.watch.now().as_secs_f64());
        self.times.lock().unwrap().push(time);
        self.watch.pass(self.takes);
        let status = if request.method() == "DELETE" {
            204
        } else {
            200
        };
        Box::pin(async move {
            let mut answer = http::Response::new(Bytes::new().into());
            *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
            Ok(answer)
        })
    }
}

async fn writes(interval: Option<Duration>) -> Vec<(String, f64)> {
    let recorder = Recorder {
        watch: Watch::default(),
        times: Arc::default(),
        takes: Duration::from_millis(300),
    };
    let builder = builder()
        .transport(recorder.clone())
        .clock(recorder.watch.clone());
    let builder = match interval {
        Some(interval) => builder.write_interval(interval),
        None => builder,
    };
    let client = builder.build().unwrap();
    for _ in 0..3 {
        let mut call = client.call(&DELETE);
        call.path("owner", "o");
        call.send(decode::empty).await.unwrap();
        list(&client).await.unwrap();
    }
    let times = recorder.times.lock().unwrap();
    times.clone()
}

#[tokio::test]
async fn writes_are_a_second_apart_and_reads_are_not() {
    let times = |list: &[(&str, f64)]| -> Vec<(String, i64)> {
        let round = |(method, time): &(&str, f64)| ((*method).to_owned(), millis(*time));
        list.iter().map(round).collect()
    };
    let found = |found: Vec<(String, f64)>| -> Vec<(String, i64)> {
        found
            .into_iter()
            .map(|(method, time)| (method, millis(time)))
            .collect()
    };
    // From the end of one to the beginning of the next: 0.3 and a second later.
    let expected = [
        ("DELETE", 0.0),
        ("GET", 0.3),
        ("DELETE", 1.3),
        ("GET", 1.6),
        ("DELETE", 2.6),
        ("GET", 2.9),
    ];
    assert_eq!(found(writes(None).await), times(&expected));
    let expected = [
        ("DELETE", 0.0),
        ("GET", 0.3),
        ("DELETE", 0.6),
        ("GET", 0.9),
        ("DELETE", 1.2),
        ("GET", 1.5),
    ];
    assert_eq!(found(writes(Some(Duration::ZERO)).await), times(&expected));
}

#[allow(clippy::cast_possible_truncation, reason = "a few seconds")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

#[tokio::test]
async fn writes_go_one_at_a_time() {
    let slow = Slow::new();
    let client = builder()
        .transport(slow.clone())
        .clock(Watch::default())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut call = client.call(&DELETE);
                call.path("owner", "o");
                call.send(decode::empty).await.map(|_| ())
            })
        })
        .collect();
    settle().await;
    slow.open.add_permits(5);
    for call in calls {
        // The status is not that of a deletion; only how many there were at once counts.
        let _ = call.await.unwrap();
    }
    assert_eq!(slow.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_systems_clock_sleeps_as_long_as_it_says() {
    let clock = SystemClock;
    let start = std::time::Instant::now();
    let sleeps = (1..=4).rev().map(|tenths| {
        tokio::spawn(async move {
            let time = Duration::from_millis(tenths * 40);
            clock.sleep(time).await;
            assert!(start.elapsed() >= time);
        })
    });
    for sleep in sleeps.collect::<Vec<_>>() {
        sleep.await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(3));
    let draws: Vec<f64> = (0..1000).map(|_| clock.random()).collect();
    assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
    let mean = draws.iter().sum::<f64>() / 1000.0;
    assert!((0.4..0.6).contains(&mean), "{mean}");
    assert!(clock.unix_time() > Duration::from_secs(1_700_000_000));
}

/// Is never woken.
struct Nobody;

impl Wake for Nobody {
    fn wake(self: Arc<Self>) {}
}

#[test]
fn a_sleep_that_is_given_up_leaves_nobody_to_be_woken() {
    let nobody = Arc::new(Nobody);
    let waker = Waker::from(Arc::clone(&nobody));
    let mut sleep = SystemClock.sleep(Duration::from_secs(1000));
    let polled = sleep.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(polled.is_pending());
    drop(waker);
    assert_eq!(Arc::strong_count(&nobody), 2);
    drop(sleep);
    assert_eq!(Arc::strong_count(&nobody), 1);
}
