package io.gondola.benchmarks.scala

import java.lang.management.ManagementFactory
import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters.*

/** The workloads on one library. Each runs with a size, waits for its end, and yields what shows that all of the work was done. */
trait Programs:
  def version: String

  def workloads: Map[String, Int => Long]

  /** Starts `n` fibers that call `begun` and then wait for ever. What it returns keeps them alive. */
  def park(n: Int, begun: () => Unit): AnyRef

/**
 * Runs one workload of Gondola's comparison on cats-effect or ZIO, with the protocol of io.gondola.benchmarks.Worker. Arguments: the
 * library, workload, size, procs, milliseconds to warm up for, rounds, and `all` to run all workloads before, or `itself`.
 */
object Main:
  private val MinWarmUps = 3
  private val WarmUpParked = 1_000
  private val WarmUpSize = 100_000
  private val WarmUpSizes = Map("sieve" -> 3_571)
  private val SettleMillis = 200L
  private var kept: List[AnyRef] = Nil

  def main(args: Array[String]): Unit =
    if args.length != 7 then
      System.err.println("usage: cats|zio WORKLOAD SIZE PROCS WARMUP_MILLIS ROUNDS itself|all")
      sys.exit(2)
    val programs = if args(0) == "zio" then ZioPrograms() else CatsPrograms(args(3).toInt)
    val size = args(2).toInt
    println(s"version ${programs.version} on JDK ${Runtime.version()}")
    if args(1) == "parked" then measureParked(programs, size)
    else
      val workload = programs.workloads.getOrElse(args(1), sys.error(s"unknown workload: ${args(1)}"))
      if args(6) == "all" then runAll(programs)
      time(workload, size, args(4).toLong * 1_000_000, args(5).toInt)
      println(s"metric peak-rss-kib ${resident("VmHWM:")}")
    System.out.flush()
    Runtime.getRuntime.halt(0) // what is parked stays so

  private def runAll(programs: Programs): Unit =
    for
      (name, workload) <- programs.workloads
      if name != "sleepers"
      _ <- 1 to MinWarmUps
    do workload(WarmUpSizes.getOrElse(name, WarmUpSize))

  private def time(workload: Int => Long, size: Int, warmUpNanos: Long, rounds: Int): Unit =
    val begin = System.nanoTime()
    var warmUps = 0
    while warmUps < MinWarmUps || System.nanoTime() - begin < warmUpNanos do
      workload(size)
      warmUps += 1
    for _ <- 1 to rounds do
      val start = System.nanoTime()
      val check = workload(size)
      println(s"round ${System.nanoTime() - start} $check")

  private def measureParked(programs: Programs, n: Int): Unit =
    parkAndWait(programs, WarmUpParked)
    val bytes = live()
    val rss = resident("VmRSS:")
    parkAndWait(programs, n)
    println(s"metric heap-bytes ${(live() - bytes).toDouble / n}")
    println(s"metric rss-bytes ${(resident("VmRSS:") - rss).toDouble * 1024 / n}")

  private def parkAndWait(programs: Programs, n: Int): Unit =
    val begun = java.util.concurrent.atomic.AtomicInteger()
    kept = programs.park(n, () => begun.incrementAndGet()) :: kept
    while begun.get < n do Thread.sleep(1)
    Thread.sleep(SettleMillis) // the last ones are about to park

  private def live(): Long =
    (1 to 3).map { _ =>
      System.gc()
      ManagementFactory.getMemoryMXBean.getHeapMemoryUsage.getUsed
    }.min

  /** A field of this process's memory status in KiB, or -1 where the system does not tell. */
  private def resident(field: String): Long =
    val status = Path.of("/proc/self/status")
    if !Files.exists(status) then -1
    else
      Files.readAllLines(status).asScala
        .find(_.startsWith(field))
        .map(_.filter(_.isDigit).toLong)
        .getOrElse(-1L)
