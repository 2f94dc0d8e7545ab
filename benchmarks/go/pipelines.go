package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// The pipelines as a Go programmer writes them: functions in one loop, goroutines and channels where something is to run side by side.

const (
	workers     = 4
	pipeBuf     = 16
	group       = 100
	depth       = 100
	keys        = 1000
	microsecond = 800 // rounds of work
)

func plusOne(x int) int    { return x + 1 }
func isEven(x int) bool    { return x%2 == 0 }
func timesThree(x int) int { return x * 3 }

// Computes for a while, and yields x.
func work(x, rounds int) int {
	h := int64(x)
	for i := 0; i < rounds; i++ {
		h = h*6364136223846793005 + int64(i)
	}
	if h == 42 {
		return x + 1
	}
	return x
}

func pipeFused(n int) int64 {
	var sum int64
	for i := 0; i < n; i++ {
		if x := plusOne(i); isEven(x) {
			sum += int64(timesThree(x))
		}
	}
	return sum
}

func pipeBuffer(n int) int64 {
	c := make(chan int, pipeBuf)
	go func() {
		for i := 0; i < n; i++ {
			if x := plusOne(i); isEven(x) {
				c <- x
			}
		}
		close(c)
	}()
	var sum int64
	for x := range c {
		sum += int64(timesThree(x))
	}
	return sum
}

// Each element has a channel of its own for its result; these are in a queue in the order of the elements.
func pipeOrdered(n, rounds int) int64 {
	type job struct {
		x      int
		result chan int
	}
	jobs := make(chan job)
	order := make(chan chan int, workers)
	for w := 0; w < workers; w++ {
		go func() {
			for j := range jobs {
				j.result <- work(j.x, rounds)
			}
		}()
	}
	go func() {
		for i := 0; i < n; i++ {
			r := make(chan int, 1)
			order <- r
			jobs <- job{i, r}
		}
		close(jobs)
		close(order)
	}()
	var sum int64
	for r := range order {
		sum = 31*sum + int64(<-r)
	}
	return sum
}

func pipeUnordered(n, rounds int) int64 {
	jobs, results := make(chan int), make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			jobs <- i
		}
		close(jobs)
	}()
	return gather(results, func(int) {
		for x := range jobs {
			results <- work(x, rounds)
		}
	})
}

func pipeMerge(n int) int64 {
	results := make(chan int)
	each := n / workers
	return gather(results, func(w int) {
		for x := each * w; x < each*(w+1); x++ {
			results <- x
		}
	})
}

// The sum of what comes out of results while four goroutines run body.
func gather(results chan int, body func(w int)) int64 {
	var all sync.WaitGroup
	for w := 0; w < workers; w++ {
		all.Add(1)
		go func(w int) {
			defer all.Done()
			body(w)
		}(w)
	}
	go func() {
		all.Wait()
		close(results)
	}()
	var sum int64
	for x := range results {
		sum += int64(x)
	}
	return sum
}

func pipeBatch(n int) int64 {
	var sum int64
	batch := make([]int, 0, group)
	for i := 0; i < n; i++ {
		if batch = append(batch, i); len(batch) == group {
			sum += int64(len(batch))
			batch = make([]int, 0, group)
		}
	}
	return sum + int64(len(batch))
}

func pipeMaps(n int) int64 {
	fs := make([]func(int) int, depth)
	for i := range fs {
		fs[i] = plusOne
	}
	var sum int64
	for x := 0; x < n; x++ {
		y := x
		for _, f := range fs {
			y = f(y)
		}
		sum += int64(y)
	}
	return sum
}

func pipeFile(n int) int64 {
	type entry struct{ key, value int }
	in, err := os.Open(linesFile(n))
	if err != nil {
		fail(err.Error())
	}
	defer in.Close()
	results := make(chan int)
	var byKey [workers]chan entry
	for w := range byKey {
		byKey[w] = make(chan entry)
	}
	go func() {
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ",")
			k, _ := strconv.Atoi(key)
			v, _ := strconv.Atoi(value)
			byKey[k%workers] <- entry{k, v}
		}
		for _, c := range byKey {
			close(c)
		}
	}()
	return gather(results, func(w int) {
		for e := range byKey[w] {
			results <- e.value
		}
	})
}

// The file that all peers share; made if it is not there.
func linesFile(n int) string {
	name := filepath.Join(os.TempDir(), fmt.Sprintf("gondola-lines-%d.txt", n))
	if _, err := os.Stat(name); err == nil {
		return name
	}
	var text strings.Builder
	for i := 0; i < n; i++ {
		fmt.Fprintf(&text, "%d,%d\n", i%keys, i)
	}
	fresh := fmt.Sprintf("%s.%d", name, os.Getpid())
	if err := os.WriteFile(fresh, []byte(text.String()), 0o644); err != nil {
		fail(err.Error())
	}
	if err := os.Rename(fresh, name); err != nil {
		fail(err.Error())
	}
	return name
}
