// Command gondola-bench-go runs one workload of Gondola's comparison on Go's own goroutines.
//
// It is started by io.gondola.benchmarks.Compare, and speaks the protocol of io.gondola.benchmarks.Worker:
//
//	gondola-bench-go WORKLOAD SIZE PROCS WARMUP_MILLIS ROUNDS
//
// prints a line "version …", then "round NANOS CHECK" for each round, then "metric NAME VALUE" for what else was measured.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// Rounds before the clock counts, however long they take.
const minWarmUps = 3

// What each workload does with its size; the value that a round yields is checked by the caller.
var workloads = map[string]func(n int) int64{
	"pingpong":      pingPong,
	"unbuffered":    func(n int) int64 { return oneToOne(n, 0) },
	"buffered":      func(n int) int64 { return oneToOne(n, 128) },
	"buffered-mpmc": mpmc,
	"spawn":         spawn,
	"skynet":        skynet,
	"threadring":    threadRing,
	"sieve":         sieve,
	"select-fanin":  fanIn,
	"mutex":         mutex,
	"sleepers":      sleepers,
	"yield":         yield,
	"tcp-echo":      tcpEcho,
	"tcp-accept":    tcpAccept,
	"tcp-idle":      tcpIdle,
	"tcp-transfer":  tcpTransfer,

	"pipe-fused":           pipeFused,
	"pipe-buffer":          pipeBuffer,
	"pipe-ordered-1us":     func(n int) int64 { return pipeOrdered(n, microsecond) },
	"pipe-unordered-1us":   func(n int) int64 { return pipeUnordered(n, microsecond) },
	"pipe-ordered-100us":   func(n int) int64 { return pipeOrdered(n, 100*microsecond) },
	"pipe-unordered-100us": func(n int) int64 { return pipeUnordered(n, 100*microsecond) },
	"pipe-merge":           pipeMerge,
	"pipe-batch":           pipeBatch,
	"pipe-file":            pipeFile,
	"pipe-maps":            pipeMaps,
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "latency" {
		measureLatency()
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "fairness" {
		measureFairness()
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "serve" {
		serveEcho()
		return
	}
	if len(os.Args) != 6 {
		fail("usage: gondola-bench-go WORKLOAD SIZE PROCS WARMUP_MILLIS ROUNDS")
	}
	name, size, procs := os.Args[1], number(2), number(3)
	warmUp, rounds := time.Duration(number(4))*time.Millisecond, number(5)
	runtime.GOMAXPROCS(procs)
	fmt.Println("version", runtime.Version())
	if name == "parked" {
		measureParked(size)
		return
	}
	workload, known := workloads[name]
	if !known {
		fail("unknown workload: " + name)
	}
	begin := time.Now()
	for i := 0; i < minWarmUps || time.Since(begin) < warmUp; i++ {
		workload(size)
	}
	allocated := allocatedBytes()
	for i := 0; i < rounds; i++ {
		start := time.Now()
		check := workload(size)
		fmt.Println("round", time.Since(start).Nanoseconds(), check)
	}
	fmt.Println("metric allocated-bytes", float64(allocatedBytes()-allocated)/float64(rounds)/float64(size))
	fmt.Println("metric peak-rss-kib", resident("VmHWM:"))
}

// Bytes that were allocated on the heap so far.
func allocatedBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

func number(arg int) int {
	n, err := strconv.Atoi(os.Args[arg])
	if err != nil || n < 0 {
		fail("not a number: " + os.Args[arg])
	}
	return n
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(2)
}
