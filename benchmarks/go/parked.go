package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const warmUpParked = 1000

// Blocks n goroutines on a receive, and prints what each of them costs.
func measureParked(n int) {
	gate := make(chan int)
	park(gate, warmUpParked)
	bytes, rss := live(), resident("VmRSS:")
	park(gate, n)
	fmt.Println("metric heap-bytes", float64(live()-bytes)/float64(n))
	fmt.Println("metric rss-bytes", float64(resident("VmRSS:")-rss)*1024/float64(n))
}

func park(gate <-chan int, n int) {
	var begun int64
	for i := 0; i < n; i++ {
		go func() {
			atomic.AddInt64(&begun, 1)
			<-gate
		}()
	}
	for atomic.LoadInt64(&begun) < int64(n) {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond) // the last ones are about to park
}

// Heap and stacks that are in use after collections.
func live() int64 {
	least := int64(1<<63 - 1)
	for i := 0; i < 3; i++ {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		if used := int64(stats.HeapAlloc + stats.StackInuse); used < least {
			least = used
		}
	}
	return least
}

// A field of this process's memory status in KiB, or -1 where the system does not tell.
func resident(field string) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return -1
	}
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, field) {
			kib, err := strconv.ParseInt(strings.Fields(line)[1], 10, 64)
			if err == nil {
				return kib
			}
		}
	}
	return -1
}
