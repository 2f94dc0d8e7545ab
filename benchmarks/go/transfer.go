package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	clients = 8
	block   = 32 << 10
)

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err.Error())
	}
	return listener
}

func serve(listener net.Listener, handle func(c net.Conn)) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		go handle(c)
	}
}

func dial(listener net.Listener) net.Conn {
	c, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		fail(err.Error())
	}
	return c
}

// n connections by all clients together, each of which the server closes; yields how many it was.
func tcpAccept(n int) int64 {
	listener := listen()
	defer listener.Close()
	go serve(listener, func(c net.Conn) { c.Close() })
	var closed int64
	var all sync.WaitGroup
	for i := 0; i < clients; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			none := make([]byte, 1)
			for k := 0; k < n/clients; k++ {
				c := dial(listener)
				if _, err := c.Read(none); err == io.EOF {
					atomic.AddInt64(&closed, 1)
				}
				c.Close()
			}
		}()
	}
	all.Wait()
	return closed
}

// n connections that are all open before a byte goes there and back on each; yields how many did.
func tcpIdle(n int) int64 {
	listener := listen()
	defer listener.Close()
	go serve(listener, func(c net.Conn) {
		defer c.Close()
		b := make([]byte, 1)
		if _, err := c.Read(b); err == nil {
			c.Write(b)
		}
	})
	var answered int64
	var open, all sync.WaitGroup
	open.Add(n)
	for i := 0; i < n; i++ {
		c := dial(listener)
		all.Add(1)
		go func() {
			defer all.Done()
			defer c.Close()
			open.Done()
			open.Wait()
			b := make([]byte, 1)
			if _, err := c.Write(b); err != nil {
				fail(err.Error())
			}
			k, _ := c.Read(b)
			atomic.AddInt64(&answered, int64(k))
		}()
	}
	all.Wait()
	return answered
}

// Zeros, up to `left` bytes.
type zeros struct{ left int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	k := len(p)
	if k > z.left {
		k = z.left
	}
	z.left -= k
	return k, nil
}

// Hides what else a writer can do, so that io.Copy uses a buffer of its own, of 32 KiB.
type counter struct{ sum int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.sum += int64(len(p))
	return len(p), nil
}

// Yields how many of n bytes have arrived, by io.Copy at both ends.
func tcpTransfer(n int) int64 {
	listener := listen()
	defer listener.Close()
	arrived := make(chan int64)
	go serve(listener, func(c net.Conn) {
		defer c.Close()
		sum := &counter{}
		io.CopyBuffer(sum, struct{ io.Reader }{c}, make([]byte, block))
		arrived <- sum.sum
	})
	c := dial(listener)
	if _, err := io.CopyBuffer(struct{ io.Writer }{c}, &zeros{n}, make([]byte, block)); err != nil {
		fail(err.Error())
	}
	c.Close()
	return <-arrived
}

// Sends back what comes, until the standard input ends. See io.gondola.benchmarks.NetworkLatency.
//
//	gondola-bench-go serve PROCS
func serveEcho() {
	runtime.GOMAXPROCS(number(2))
	listener := listen()
	go serve(listener, answer)
	fmt.Println("version", runtime.Version())
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}
