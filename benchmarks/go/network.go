package main

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
)

const (
	connections = 200
	bytesEach   = 64
)

// A server and 200 clients, a goroutine for each end of a connection: n requests together; yields how many were answered.
func tcpEcho(n int) int64 {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err.Error())
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(c)
		}
	}()
	var answered int64
	var clients sync.WaitGroup
	for i := 0; i < connections; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			ask(listener.Addr().String(), n/connections)
			atomic.AddInt64(&answered, int64(n/connections))
		}()
	}
	clients.Wait()
	listener.Close()
	return answered
}

func answer(c net.Conn) {
	defer c.Close()
	buffer := make([]byte, bytesEach)
	for {
		n, err := c.Read(buffer)
		if err != nil {
			return
		}
		if _, err := c.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func ask(address string, times int) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		fail(err.Error())
	}
	defer c.Close()
	request := make([]byte, bytesEach)
	answer := make([]byte, bytesEach)
	for i := 0; i < times; i++ {
		if _, err := c.Write(request); err != nil {
			fail(err.Error())
		}
		if _, err := io.ReadFull(c, answer); err != nil {
			fail(err.Error())
		}
	}
}
