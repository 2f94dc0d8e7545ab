package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"time"
)

const period = time.Millisecond

// Wakes one goroutine about a thousand times a second, while `busy` others keep all processors busy; prints a line
// "wake-up NANOS" for each: how late it was. See io.gondola.benchmarks.LatencyProbe.
//
//	gondola-bench-go latency KIND BUSY PROCS WARMUP_MILLIS MILLIS
func measureLatency() {
	if len(os.Args) != 7 {
		fail("usage: gondola-bench-go latency KIND BUSY PROCS WARMUP_MILLIS MILLIS")
	}
	kind, busy := os.Args[2], number(3)
	runtime.GOMAXPROCS(number(4))
	fmt.Println("version", runtime.Version())
	wakeUps := make(chan time.Time)
	var once func() time.Duration
	switch kind {
	case "timer":
		once = func() time.Duration {
			due := time.Now().Add(period)
			time.Sleep(period)
			return time.Since(due)
		}
	case "goroutine":
		once = func() time.Duration { return time.Since(<-wakeUps) }
	default:
		fail("unknown kind: " + kind)
	}
	for i := 0; i < busy; i++ {
		if kind == "goroutine" && i == 0 {
			go waker(wakeUps)
		} else {
			go hog()
		}
	}
	latencies(once, time.Duration(number(5))*time.Millisecond)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, late := range latencies(once, time.Duration(number(6))*time.Millisecond) {
		fmt.Fprintln(out, "wake-up", late.Nanoseconds())
	}
}

func latencies(once func() time.Duration, howLong time.Duration) []time.Duration {
	var all []time.Duration
	for end := time.Now().Add(howLong); time.Now().Before(end); {
		all = append(all, once())
	}
	return all
}

func hog() {
	for {
		spin()
	}
}

// A hog that sends now and then to whoever waits.
func waker(wakeUps chan<- time.Time) {
	next := time.Now()
	for {
		spin()
		now := time.Now()
		if now.Before(next) {
			continue
		}
		next = now.Add(period)
		select {
		case wakeUps <- now:
		default:
		}
	}
}

var spun int

//go:noinline
func spin() {
	for i := 0; i < 1000; i++ {
		spun ^= i
	}
}
