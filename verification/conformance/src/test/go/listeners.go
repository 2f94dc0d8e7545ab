// Runs scripts of operations on one address, one script in each line of the input, and prints their outcomes.
// An operation is a letter and perhaps a number; see ListenerScriptsTest.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const pause = 4 * time.Millisecond
const patience = 25 * time.Millisecond

var past = time.Unix(1, 0)

type place struct {
	address  string
	listener *net.TCPListener
	socket   *net.UDPConn
	dialled  *net.TCPConn
	waiting  []chan string
	lock     sync.Mutex
	open     []interface{ Close() error }
}

func (p *place) opened(c interface{ Close() error }) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.open = append(p.open, c)
}

func (p *place) outcome(good string, err error) string {
	if err == nil {
		return good
	}
	text := err.Error()
	if p.dialled != nil {
		text = strings.ReplaceAll(text, p.dialled.LocalAddr().String(), "L")
	}
	return strings.ReplaceAll(text, p.address, "A")
}

func (p *place) accept(l *net.TCPListener) string {
	c, err := l.Accept()
	if err == nil {
		p.opened(c)
	}
	return p.outcome("accepted", err)
}

func (p *place) perform(op string) string {
	n, _ := strconv.Atoi(op[1:])
	switch op[0] {
	case 'L':
		l, err := net.Listen("tcp", p.address)
		if err == nil {
			p.listener = l.(*net.TCPListener)
			p.address = l.Addr().String()
			p.opened(l)
		}
		return p.outcome("listens", err)
	case 'C':
		return p.outcome("closed", p.listener.Close())
	case 'A':
		p.listener.SetDeadline(time.Now().Add(patience))
		result := p.accept(p.listener)
		p.listener.SetDeadline(time.Time{})
		return result
	case 'd':
		return p.outcome("set", p.listener.SetDeadline(past))
	case 'u':
		return p.outcome("set", p.listener.SetDeadline(time.Time{}))
	case 'G':
		l, done := p.listener, make(chan string, 1)
		p.waiting = append(p.waiting, done)
		go func() { done <- p.accept(l) }()
		return "waits"
	case 'D':
		c, err := net.Dial("tcp", p.address)
		if err == nil {
			p.dialled = c.(*net.TCPConn)
			p.opened(c)
		}
		return p.outcome("dialled", err)
	case 'r':
		if p.dialled == nil {
			return "-"
		}
		p.dialled.SetReadDeadline(time.Now().Add(patience))
		n, err := p.dialled.Read(make([]byte, 1))
		return p.outcome(strconv.Itoa(n), err)
	case 'p':
		s, err := net.ListenPacket("udp", p.address)
		if err == nil {
			p.socket = s.(*net.UDPConn)
			p.opened(s)
		}
		return p.outcome("bound", err)
	}
	if p.socket == nil {
		return "-"
	}
	switch op[0] {
	case 'c':
		return p.outcome("closed", p.socket.Close())
	case 's':
		_, err := p.socket.WriteTo(make([]byte, n), p.socket.LocalAddr())
		return p.outcome("sent", err)
	case 't':
		p.socket.SetReadDeadline(time.Now().Add(patience))
		n, _, err := p.socket.ReadFrom(make([]byte, 2000))
		return p.outcome(strconv.Itoa(n), err)
	}
	return "unknown operation " + op
}

func run(script string) string {
	p := &place{address: "127.0.0.1:0"}
	var out []string
	for _, op := range strings.Fields(script) {
		out = append(out, p.perform(op))
		if op != "C" && op != "c" {
			time.Sleep(pause) // a close has ended when it returns
		}
	}
	for _, c := range p.open {
		c.Close()
	}
	for _, w := range p.waiting {
		out = append(out, <-w)
	}
	return strings.Join(out, "; ")
}

func main() {
	var scripts []string
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		scripts = append(scripts, in.Text())
	}
	results := make([]string, len(scripts))
	var wg sync.WaitGroup
	slots := make(chan bool, 20)
	for i := range scripts {
		wg.Add(1)
		slots <- true
		go func() {
			defer wg.Done()
			results[i] = run(scripts[i])
			<-slots
		}()
	}
	wg.Wait()
	for _, r := range results {
		fmt.Println(r)
	}
}
