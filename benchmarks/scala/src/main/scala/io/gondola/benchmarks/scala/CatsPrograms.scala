package io.gondola.benchmarks.scala

import cats.effect.{Deferred, IO}
import cats.effect.std.{CountDownLatch, Mutex, Queue}
import cats.effect.unsafe.{IORuntime, Scheduler}
import cats.syntax.all.*
import java.util.concurrent.atomic.AtomicLong
import scala.concurrent.duration.*

/** On cats-effect. A channel is a `Queue`, without room where it is unbuffered; its end is known by number, or is a `None`. */
final class CatsPrograms(procs: Int) extends Programs:
  private val Capacity = 128
  private val Parties = 4
  private val Lockers = 8
  private val Ring = 1_000
  private val FanOut = 10

  private given runtime: IORuntime =
    val (compute, _, shutdown) = IORuntime.createWorkStealingComputeThreadPool(threads = procs)
    val (blocking, _) = IORuntime.createDefaultBlockingExecutionContext()
    IORuntime(compute, blocking, compute, shutdown, cats.effect.unsafe.IORuntimeConfig())

  override def version: String = "cats-effect 3.7.0" // as in the pom.xml

  override def workloads: Map[String, Int => Long] = Map(
    "pingpong" -> (n => pingPong(n).unsafeRunSync()),
    "unbuffered" -> (n => Queue.synchronous[IO, Int].flatMap(oneToOne(n, _)).unsafeRunSync()),
    "buffered" -> (n => Queue.bounded[IO, Int](Capacity).flatMap(oneToOne(n, _)).unsafeRunSync()),
    "buffered-mpmc" -> (n => mpmc(n).unsafeRunSync()),
    "spawn" -> (n => spawn(n, identity).unsafeRunSync()),
    "skynet" -> (n => skynet(n).unsafeRunSync()),
    "threadring" -> (n => threadRing(n).unsafeRunSync()),
    "sieve" -> (n => sieve(n).unsafeRunSync()),
    "mutex" -> (n => mutex(n).unsafeRunSync()),
    "sleepers" -> (n => spawn(n, IO.sleep(1.second) *> _).unsafeRunSync()),
    "yield" -> (n => yields(n).unsafeRunSync()))

  override def park(n: Int, begun: () => Unit): AnyRef =
    val gate = Queue.unbounded[IO, Int].unsafeRunSync()
    repeat(n)((IO(begun()) *> gate.take).start.void).unsafeRunSync()
    gate

  private def repeat(n: Int)(body: IO[Unit]): IO[Unit] =
    if n == 0 then IO.unit else body >> repeat(n - 1)(body)

  private def from(i: Int, to: Int)(body: Int => IO[Unit]): IO[Unit] =
    if i == to then IO.unit else body(i) >> from(i + 1, to)(body)

  private def total[A](n: Int, sum: Long, queue: Queue[IO, A])(number: A => Long): IO[Long] =
    if n == 0 then IO.pure(sum) else queue.take.flatMap(v => total(n - 1, sum + number(v), queue)(number))

  private def pingPong(n: Int): IO[Long] =
    for
      pings <- Queue.synchronous[IO, Int]
      pongs <- Queue.synchronous[IO, Int]
      sum <- Deferred[IO, Long]
      _ <- echo(n, 0, pings, pongs).flatMap(sum.complete).start
      _ <- from(0, n)(i => pings.offer(i) *> pongs.take.void)
      s <- sum.get
    yield s

  private def echo(left: Int, sum: Long, pings: Queue[IO, Int], pongs: Queue[IO, Int]): IO[Long] =
    if left == 0 then IO.pure(sum)
    else pings.take.flatMap(v => pongs.offer(v) >> echo(left - 1, sum + v, pings, pongs))

  private def oneToOne(n: Int, queue: Queue[IO, Int]): IO[Long] =
    from(0, n)(queue.offer).start *> total(n, 0, queue)(_.toLong)

  private def mpmc(n: Int): IO[Long] =
    val each = n / Parties
    for
      queue <- Queue.bounded[IO, Int](Capacity)
      sums <- Queue.bounded[IO, Long](Parties)
      _ <- from(0, Parties)(p => from(p * each, (p + 1) * each)(queue.offer).start.void)
      _ <- repeat(Parties)(total(each, 0, queue)(_.toLong).flatMap(sums.offer).start.void)
      s <- total(Parties, 0, sums)(identity)
    yield s

  private def spawn(n: Int, before: IO[Unit] => IO[Unit]): IO[Long] =
    for
      ended <- CountDownLatch[IO](n)
      count <- IO(AtomicLong())
      _ <- repeat(n)((before(IO(count.incrementAndGet()).void) *> ended.release).start.void)
      _ <- ended.await
    yield count.get

  private def skynet(n: Int): IO[Long] =
    Queue.synchronous[IO, Long].flatMap(root => skynet(root, 0, n).start *> root.take)

  private def skynet(out: Queue[IO, Long], number: Long, leaves: Int): IO[Unit] =
    if leaves == 1 then out.offer(number)
    else
      val each = leaves / FanOut
      for
        children <- Queue.synchronous[IO, Long]
        _ <- from(0, FanOut)(i => skynet(children, number + i.toLong * each, each).start.void)
        sum <- total(FanOut, 0, children)(identity)
        _ <- out.offer(sum)
      yield ()

  private def threadRing(n: Int): IO[Long] =
    val laps = n / Ring
    for
      ring <- Vector.fill(Ring)(Queue.synchronous[IO, Int]).sequence
      _ <- ring.zip(ring.tail).traverse_((in, out) => repeat(laps)(in.take.flatMap(v => out.offer(v + 1))).start)
      v <- lap(laps, 0, ring.head, ring.last)
    yield v.toLong

  private def lap(left: Int, v: Int, first: Queue[IO, Int], last: Queue[IO, Int]): IO[Int] =
    if left == 0 then IO.pure(v) else first.offer(v + 1) *> last.take.flatMap(w => lap(left - 1, w, first, last))

  private def sieve(limit: Int): IO[Long] =
    for
      numbers <- Queue.synchronous[IO, Option[Int]]
      _ <- (from(2, limit + 1)(i => numbers.offer(Some(i))) *> numbers.offer(None)).start
      sum <- primes(numbers, 0)
    yield sum

  private def primes(in: Queue[IO, Option[Int]], sum: Long): IO[Long] = in.take.flatMap {
    case None => IO.pure(sum)
    case Some(prime) =>
      Queue.synchronous[IO, Option[Int]].flatMap(rest => filter(prime, in, rest).start >> primes(rest, sum + prime))
  }

  private def filter(prime: Int, in: Queue[IO, Option[Int]], out: Queue[IO, Option[Int]]): IO[Unit] = in.take.flatMap {
    case None => out.offer(None)
    case some @ Some(v) => if v % prime == 0 then filter(prime, in, out) else out.offer(some) >> filter(prime, in, out)
  }

  private def mutex(n: Int): IO[Long] =
    for
      lock <- Mutex[IO]
      ended <- CountDownLatch[IO](Lockers)
      count <- IO(new Array[Long](1))
      section = lock.lock.surround(IO { count(0) += 1 })
      _ <- repeat(Lockers)((repeat(n / Lockers)(section) *> ended.release).start.void)
      _ <- ended.await
    yield count(0)

  private def yields(n: Int): IO[Long] =
    for
      ended <- CountDownLatch[IO](2)
      counts <- IO(AtomicLong())
      _ <- repeat(2)((IO(new Array[Long](1)).flatMap(c =>
        repeat(n / 2)(IO { c(0) += 1 } *> IO.cede) *> IO(counts.addAndGet(c(0)))) *> ended.release).start.void)
      _ <- ended.await
    yield counts.get
