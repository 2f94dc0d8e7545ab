package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// n goroutines that count themselves, and a WaitGroup.
func spawn(n int) int64 {
	var ended sync.WaitGroup
	var count int64
	for i := 0; i < n; i++ {
		ended.Add(1)
		go func() {
			atomic.AddInt64(&count, 1)
			ended.Done()
		}()
	}
	ended.Wait()
	return count
}

// A tree of goroutines with n leaves, a power of 10; each node sums up what its ten children send.
func skynet(n int) int64 {
	c := make(chan int64)
	go skynetNode(c, 0, n)
	return <-c
}

func skynetNode(out chan<- int64, number, leaves int) {
	if leaves == 1 {
		out <- int64(number)
		return
	}
	c := make(chan int64)
	each := leaves / 10
	for i := 0; i < 10; i++ {
		go skynetNode(c, number+i*each, each)
	}
	sum := int64(0)
	for i := 0; i < 10; i++ {
		sum += <-c
	}
	out <- sum
}

// Eight goroutines, one counter: n critical sections; n is a multiple of 8.
func mutex(n int) int64 {
	var lock sync.Mutex
	var ended sync.WaitGroup
	count := int64(0)
	for g := 0; g < 8; g++ {
		ended.Add(1)
		go func() {
			for i := 0; i < n/8; i++ {
				lock.Lock()
				count++
				lock.Unlock()
			}
			ended.Done()
		}()
	}
	ended.Wait()
	return count
}

// n goroutines sleep one second each.
func sleepers(n int) int64 {
	var ended sync.WaitGroup
	var woken int64
	for i := 0; i < n; i++ {
		ended.Add(1)
		go func() {
			time.Sleep(time.Second)
			atomic.AddInt64(&woken, 1)
			ended.Done()
		}()
	}
	ended.Wait()
	return woken
}

// Two goroutines yield in turn: n yields; n is even.
func yield(n int) int64 {
	counts := make(chan int64)
	for g := 0; g < 2; g++ {
		go func() {
			count := int64(0)
			for i := 0; i < n/2; i++ {
				count++
				runtime.Gosched()
			}
			counts <- count
		}()
	}
	return <-counts + <-counts
}
