package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"time"
)

// Two kinds of parties that never rest, one with long turns and one with short ones, of each as many as there are processors;
// prints a line "work LONG SHORT", the multiplications of each kind. See io.gondola.benchmarks.FairnessProbe.
//
//	gondola-bench-go fairness SHAPE LONG_TURN SHORT_TURN PROCS MILLIS
func measureFairness() {
	if len(os.Args) != 7 {
		fail("usage: gondola-bench-go fairness SHAPE LONG_TURN SHORT_TURN PROCS MILLIS")
	}
	shape, long, short, procs := os.Args[2], number(3), number(4), number(5)
	runtime.GOMAXPROCS(procs)
	fmt.Println("version", runtime.Version())
	var byLong, byShort atomic.Int64
	done := make(chan struct{})
	for i := 0; i < procs; i++ {
		party(shape, turn(&byLong, long), done)
		party(shape, turn(&byShort, short), done)
	}
	time.Sleep(time.Duration(number(6)) * time.Millisecond)
	fmt.Println("work", byLong.Load(), byShort.Load())
}

func turn(done *atomic.Int64, multiplications int) func() {
	x := uint64(0)
	return func() {
		x = multiply(multiplications, x)
		done.Add(int64(multiplications))
	}
}

//go:noinline
func multiply(times int, x uint64) uint64 {
	for i := 0; i < times; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

func party(shape string, work func(), done <-chan struct{}) {
	c := make(chan struct{})
	switch shape {
	case "loops":
		go func() {
			for {
				work()
			}
		}()
	case "pairs":
		go func() {
			for {
				work()
				c <- struct{}{}
			}
		}()
		go func() {
			for range c {
			}
		}()
	case "selects":
		go func() {
			for {
				work()
				select {
				case c <- struct{}{}:
				case <-done:
					return
				}
			}
		}()
		go func() {
			for {
				select {
				case <-c:
				case <-done:
					return
				}
			}
		}()
	case "spawners":
		go func() {
			for {
				go func() {
					work()
					c <- struct{}{}
				}()
				<-c
			}
		}()
	case "yields":
		go func() {
			for {
				work()
				runtime.Gosched()
			}
		}()
	default:
		fail("unknown shape: " + shape)
	}
}
