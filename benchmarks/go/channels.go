package main

import "sync"

// Two goroutines, two unbuffered channels: n round trips.
func pingPong(n int) int64 {
	pings, pongs, sums := make(chan int), make(chan int), make(chan int64)
	go func() {
		sum := int64(0)
		for v := range pings {
			sum += int64(v)
			pongs <- v
		}
		sums <- sum
	}()
	for i := 0; i < n; i++ {
		pings <- i
		<-pongs
	}
	close(pings)
	return <-sums
}

// One producer, one consumer: n elements.
func oneToOne(n, capacity int) int64 {
	c := make(chan int, capacity)
	go func() {
		for i := 0; i < n; i++ {
			c <- i
		}
		close(c)
	}()
	return sumOf(c)
}

// Four producers, four consumers, a buffer of 128: n elements; n is a multiple of 4.
func mpmc(n int) int64 {
	c, sums := make(chan int, 128), make(chan int64, 4)
	var producers sync.WaitGroup
	for p := 0; p < 4; p++ {
		lo := p * (n / 4)
		producers.Add(1)
		go func() {
			for i := lo; i < lo+n/4; i++ {
				c <- i
			}
			producers.Done()
		}()
	}
	for p := 0; p < 4; p++ {
		go func() { sums <- sumOf(c) }()
	}
	producers.Wait()
	close(c)
	return <-sums + <-sums + <-sums + <-sums
}

// One goroutine selects over four unbuffered channels, each with a producer: n elements; n is a multiple of 4.
func fanIn(n int) int64 {
	var c [4]chan int
	for p := range c {
		out, lo := make(chan int), p*(n/4)
		c[p] = out
		go func() {
			for i := lo; i < lo+n/4; i++ {
				out <- i
			}
		}()
	}
	sum := int64(0)
	for i := 0; i < n; i++ {
		select {
		case v := <-c[0]:
			sum += int64(v)
		case v := <-c[1]:
			sum += int64(v)
		case v := <-c[2]:
			sum += int64(v)
		case v := <-c[3]:
			sum += int64(v)
		}
	}
	return sum
}

// A ring of 1000 goroutines over unbuffered channels: n hops; n is a multiple of 1000.
func threadRing(n int) int64 {
	const members = 1000
	laps := n / members
	first := make(chan int)
	in := first
	for i := 1; i < members; i++ {
		from, to := in, make(chan int)
		go func() {
			for lap := 0; lap < laps; lap++ {
				v := <-from
				to <- v + 1
			}
		}()
		in = to
	}
	v := 0
	for lap := 0; lap < laps; lap++ {
		first <- v + 1
		v = <-in
	}
	return int64(v)
}

// The daisy chain of filters, over the numbers from 2 to limit: the sum of the primes.
func sieve(limit int) int64 {
	numbers := make(chan int)
	go func(out chan<- int) {
		for i := 2; i <= limit; i++ {
			out <- i
		}
		close(out)
	}(numbers)
	sum := int64(0)
	for {
		prime, open := <-numbers
		if !open {
			return sum
		}
		sum += int64(prime)
		rest := make(chan int)
		go filter(prime, numbers, rest)
		numbers = rest
	}
}

func filter(prime int, in <-chan int, out chan<- int) {
	for v := range in {
		if v%prime != 0 {
			out <- v
		}
	}
	close(out)
}

func sumOf(c <-chan int) int64 {
	sum := int64(0)
	for v := range c {
		sum += int64(v)
	}
	return sum
}
