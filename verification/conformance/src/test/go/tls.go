// Runs scripts of operations on TLS over loopback, one in each line of the input, and prints their outcomes.
// An operation is an end (c dialled, s accepted), a letter and perhaps a number; see TlsScriptsTest.
package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const pause = 4 * time.Millisecond
const patience = 25 * time.Millisecond

type end struct {
	*tls.Conn
	below    *net.TCPConn
	readPast bool
}

func outcome(c *end, n int, err error) string {
	if err == nil {
		return strconv.Itoa(n)
	}
	text := strings.ReplaceAll(err.Error(), c.LocalAddr().String(), "L")
	return strconv.Itoa(n) + " " + strings.ReplaceAll(text, c.RemoteAddr().String(), "R")
}

func perform(c *end, op string) string {
	n, _ := strconv.Atoi(op[1:])
	past := time.Unix(1, 0)
	switch op[0] {
	case 'w':
		n, err := c.Write(make([]byte, n))
		return outcome(c, n, err)
	case 'r':
		if !c.readPast {
			c.SetReadDeadline(time.Now().Add(patience))
		}
		n, err := c.Read(make([]byte, n))
		if !c.readPast {
			c.SetReadDeadline(time.Time{})
		}
		return outcome(c, n, err)
	case 'W':
		return outcome(c, 0, c.CloseWrite())
	case 'C':
		return outcome(c, 0, c.Close())
	case 'X':
		c.below.SetLinger(0)
		return outcome(c, 0, c.Close())
	case 'd':
		c.readPast = true
		return outcome(c, 0, c.SetReadDeadline(past))
	case 'u':
		c.readPast = false
		return outcome(c, 0, c.SetReadDeadline(time.Time{}))
	case 'e':
		return outcome(c, 0, c.SetWriteDeadline(past))
	case 'v':
		return outcome(c, 0, c.SetWriteDeadline(time.Time{}))
	}
	return "unknown operation " + op
}

var accepting sync.Mutex

func pair(l net.Listener) (*end, *end) {
	accepting.Lock()
	defer accepting.Unlock()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		panic(err)
	}
	s, err := l.Accept()
	if err != nil {
		panic(err)
	}
	client := tls.Client(c, &tls.Config{InsecureSkipVerify: true})
	server := tls.Server(s, &tls.Config{Certificates: []tls.Certificate{certificate}})
	go client.Write([]byte{1})
	greet(server)
	go server.Write([]byte{1})
	greet(client)
	return &end{Conn: client, below: c.(*net.TCPConn)}, &end{Conn: server, below: s.(*net.TCPConn)}
}

// Reads what the other end has written first.
func greet(c *tls.Conn) {
	if n, err := c.Read(make([]byte, 1)); n != 1 || err != nil {
		panic(err)
	}
}

var certificate = selfSigned()

func selfSigned() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func run(l net.Listener, script string) string {
	c, s := pair(l)
	defer c.Close()
	defer s.Close()
	var out []string
	for _, op := range strings.Fields(script) {
		e := c
		if op[0] == 's' {
			e = s
		}
		out = append(out, perform(e, op[1:]))
		time.Sleep(pause)
	}
	return strings.Join(out, "; ")
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	var scripts []string
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		scripts = append(scripts, in.Text())
	}
	results := make([]string, len(scripts))
	var wg sync.WaitGroup
	slots := make(chan bool, 40)
	for i := range scripts {
		wg.Add(1)
		slots <- true
		go func() {
			defer wg.Done()
			results[i] = run(l, scripts[i])
			<-slots
		}()
	}
	wg.Wait()
	for _, r := range results {
		fmt.Println(r)
	}
}
