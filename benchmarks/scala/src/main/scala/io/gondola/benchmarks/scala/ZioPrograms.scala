package io.gondola.benchmarks.scala

import java.util.concurrent.atomic.AtomicLong
import zio.*

/**
 * On ZIO, whose threads are as many as the JVM believes to have processors. A channel is a `Queue`; there is none without room, so where
 * the others' is unbuffered its capacity is 1, which asks for less. Its end is known by number, or is a `None`.
 */
final class ZioPrograms extends Programs:
  private val Capacity = 128
  private val Parties = 4
  private val Lockers = 8
  private val Ring = 1_000
  private val FanOut = 10

  override def version: String = "ZIO 2.1.24" // as in the pom.xml

  override def workloads: Map[String, Int => Long] = Map(
    "pingpong" -> (n => run(pingPong(n))),
    "unbuffered" -> (n => run(Queue.bounded[Int](1).flatMap(oneToOne(n, _)))),
    "buffered" -> (n => run(Queue.bounded[Int](Capacity).flatMap(oneToOne(n, _)))),
    "buffered-mpmc" -> (n => run(mpmc(n))),
    "spawn" -> (n => run(spawn(n, identity))),
    "skynet" -> (n => run(skynet(n))),
    "threadring" -> (n => run(threadRing(n))),
    "sieve" -> (n => run(sieve(n))),
    "mutex" -> (n => run(mutex(n))),
    "sleepers" -> (n => run(spawn(n, ZIO.sleep(1.second) *> _))),
    "yield" -> (n => run(yields(n))))

  override def park(n: Int, begun: () => Unit): AnyRef =
    run(Queue.unbounded[Int].tap(gate => repeat(n)((ZIO.succeed(begun()) *> gate.take).forkDaemon.unit)))

  private def run[A](program: UIO[A]): A =
    Unsafe.unsafe(implicit unsafe => Runtime.default.unsafe.run(program).getOrThrow())

  private def repeat(n: Int)(body: UIO[Any]): UIO[Unit] =
    if n == 0 then ZIO.unit else body *> ZIO.suspendSucceed(repeat(n - 1)(body))

  private def from(i: Int, to: Int)(body: Int => UIO[Any]): UIO[Unit] =
    if i == to then ZIO.unit else body(i) *> ZIO.suspendSucceed(from(i + 1, to)(body))

  private def total[A](n: Int, sum: Long, queue: Queue[A])(number: A => Long): UIO[Long] =
    if n == 0 then ZIO.succeed(sum) else queue.take.flatMap(v => total(n - 1, sum + number(v), queue)(number))

  /** Starts `n` fibers with `body` and waits for them: what a WaitGroup is elsewhere. */
  private def all(n: Int)(body: UIO[Any]): UIO[Unit] =
    for
      left <- ZIO.succeed(AtomicLong(n))
      ended <- Promise.make[Nothing, Unit]
      one = body *> ZIO.suspendSucceed(if left.decrementAndGet() == 0 then ended.succeed(()) else ZIO.unit)
      _ <- repeat(n)(one.forkDaemon)
      _ <- ended.await
    yield ()

  private def pingPong(n: Int): UIO[Long] =
    for
      pings <- Queue.bounded[Int](1)
      pongs <- Queue.bounded[Int](1)
      echo <- echo(n, 0, pings, pongs).fork
      _ <- from(0, n)(i => pings.offer(i) *> pongs.take)
      sum <- echo.join
    yield sum

  private def echo(left: Int, sum: Long, pings: Queue[Int], pongs: Queue[Int]): UIO[Long] =
    if left == 0 then ZIO.succeed(sum)
    else pings.take.flatMap(v => pongs.offer(v) *> echo(left - 1, sum + v, pings, pongs))

  private def oneToOne(n: Int, queue: Queue[Int]): UIO[Long] =
    from(0, n)(queue.offer).fork *> total(n, 0, queue)(_.toLong)

  private def mpmc(n: Int): UIO[Long] =
    val each = n / Parties
    for
      queue <- Queue.bounded[Int](Capacity)
      sums <- Queue.bounded[Long](Parties)
      _ <- from(0, Parties)(p => from(p * each, (p + 1) * each)(queue.offer).fork)
      _ <- repeat(Parties)(total(each, 0, queue)(_.toLong).flatMap(sums.offer).fork)
      s <- total(Parties, 0, sums)(identity)
    yield s

  private def spawn(n: Int, before: UIO[Any] => UIO[Any]): UIO[Long] =
    for
      count <- ZIO.succeed(AtomicLong())
      _ <- all(n)(before(ZIO.succeed(count.incrementAndGet())))
    yield count.get

  private def skynet(n: Int): UIO[Long] =
    Queue.bounded[Long](1).flatMap(root => skynet(root, 0, n).forkDaemon *> root.take)

  private def skynet(out: Queue[Long], number: Long, leaves: Int): UIO[Any] =
    if leaves == 1 then out.offer(number)
    else
      val each = leaves / FanOut
      for
        children <- Queue.bounded[Long](1)
        _ <- from(0, FanOut)(i => skynet(children, number + i.toLong * each, each).forkDaemon)
        sum <- total(FanOut, 0, children)(identity)
        _ <- out.offer(sum)
      yield ()

  private def threadRing(n: Int): UIO[Long] =
    val laps = n / Ring
    for
      ring <- ZIO.collectAll(Vector.fill(Ring)(Queue.bounded[Int](1)))
      _ <- ZIO.foreachDiscard(ring.zip(ring.tail))((in, out) =>
        repeat(laps)(in.take.flatMap(v => out.offer(v + 1))).forkDaemon)
      v <- lap(laps, 0, ring.head, ring.last)
    yield v.toLong

  private def lap(left: Int, v: Int, first: Queue[Int], last: Queue[Int]): UIO[Int] =
    if left == 0 then ZIO.succeed(v) else first.offer(v + 1) *> last.take.flatMap(w => lap(left - 1, w, first, last))

  private def sieve(limit: Int): UIO[Long] =
    for
      numbers <- Queue.bounded[Option[Int]](1)
      _ <- (from(2, limit + 1)(i => numbers.offer(Some(i))) *> numbers.offer(None)).forkDaemon
      sum <- primes(numbers, 0)
    yield sum

  private def primes(in: Queue[Option[Int]], sum: Long): UIO[Long] = in.take.flatMap {
    case None => ZIO.succeed(sum)
    case Some(prime) =>
      Queue.bounded[Option[Int]](1).flatMap(rest => filter(prime, in, rest).forkDaemon *> primes(rest, sum + prime))
  }

  private def filter(prime: Int, in: Queue[Option[Int]], out: Queue[Option[Int]]): UIO[Any] = in.take.flatMap {
    case None => out.offer(None)
    case some @ Some(v) =>
      if v % prime == 0 then filter(prime, in, out)
      else out.offer(some) *> ZIO.suspendSucceed(filter(prime, in, out))
  }

  private def mutex(n: Int): UIO[Long] =
    for
      lock <- Semaphore.make(1)
      count <- ZIO.succeed(new Array[Long](1))
      section = lock.withPermit(ZIO.succeed { count(0) += 1 })
      _ <- all(Lockers)(repeat(n / Lockers)(section))
    yield count(0)

  private def yields(n: Int): UIO[Long] =
    for
      sum <- ZIO.succeed(AtomicLong())
      _ <- all(2)(ZIO.succeed(new Array[Long](1)).flatMap(c =>
        repeat(n / 2)(ZIO.succeed { c(0) += 1 } *> ZIO.yieldNow) *> ZIO.succeed(sum.addAndGet(c(0)))))
    yield sum.get
