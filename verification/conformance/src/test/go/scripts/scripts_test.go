// Runs scripts of operations in virtual time, one script in each line of the file $SCRIPTS, and writes their outcomes
// to the file $OUTCOMES. A script is a word that names its kind, and operations: a letter and numbers, with colons
// between. See LibraryScriptsTest.
package scripts

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// All durations of a script are whole seconds. Main takes a millisecond before each operation, so no two operations,
// and nothing that they bring about later, are at the same instant.
const settle = time.Millisecond

// As long as anything that a script starts can take.
const rest = 60 * time.Second

type interpreter interface {
	perform(op operation)
	end()
}

type operation struct {
	letter byte
	index  int
	args   []int
}

func parse(index int, text string) operation {
	parts := strings.Split(text, ":")
	op := operation{letter: parts[0][0], index: index}
	for _, p := range parts[1:] {
		n, err := strconv.Atoi(p)
		if err != nil {
			panic(err)
		}
		op.args = append(op.args, n)
	}
	return op
}

// The longest and shortest durations stand for themselves.
func seconds(n int) time.Duration {
	switch n {
	case 99:
		return 1<<63 - 1
	case -99:
		return -1 << 63
	}
	return time.Duration(n) * time.Second
}

// A delay of its own for the n-th operation whose goroutine needs one: no two sums of such delays are the same.
func own(n int) time.Duration {
	return time.Duration(4) << (2 * n)
}

// What main and each goroutine saw, and when.
type journal struct {
	start time.Time
	unit  time.Duration // of the times that are told; zero if none are
	lines []*line
}

type line struct {
	journal *journal
	name    string
	lock    sync.Mutex
	entries []string
}

func (j *journal) open(name string) *line {
	l := &line{journal: j, name: name}
	j.lines = append(j.lines, l)
	return l
}

func (l *line) add(text string) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if unit := l.journal.unit; unit != 0 {
		text += "@" + strconv.FormatInt(int64(time.Since(l.journal.start).Round(unit)/unit), 10)
	}
	l.entries = append(l.entries, text)
}

func (l *line) addf(format string, args ...any) {
	l.add(fmt.Sprintf(format, args...))
}

func (j *journal) String() string {
	var all []string
	for _, l := range j.lines {
		all = append(all, l.name+": "+strings.Join(l.entries, "; "))
	}
	return strings.Join(all, " | ")
}

// What f panics with.
func panicking(f func()) (text string) {
	text = "no panic"
	defer func() {
		if p := recover(); p != nil {
			text = fmt.Sprint(p)
		}
	}()
	f()
	return
}

func text(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

func cause(n int) error {
	if n == 0 {
		return nil
	}
	return errors.New("cause " + strconv.Itoa(n))
}

type maker func(*journal, *line) interpreter

var inVirtualTime = map[string]maker{"time": newTimes, "context": newContexts, "sync": newSyncs}

var inRealTime = map[string]maker{"locks": newLocks}

func begin(script string) (kind string, ops []operation) {
	words := strings.Fields(script)
	for i, w := range words[1:] {
		ops = append(ops, parse(i, w))
	}
	return words[0], ops
}

func play(j *journal, make maker, ops []operation) {
	s := make(j, j.open("main"))
	for _, op := range ops {
		time.Sleep(settle)
		synctest.Wait()
		if op.letter == 'z' {
			time.Sleep(seconds(op.args[0]))
		} else {
			s.perform(op)
		}
	}
	time.Sleep(rest)
	s.end()
	time.Sleep(rest)
	synctest.Wait()
}

func playTimeless(j *journal, make maker, ops []operation) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	s := make(j, j.open("main"))
	for _, op := range ops {
		s.perform(op)
	}
	s.end()
}

func TestScripts(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("SCRIPTS"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(os.Getenv("OUTCOMES"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	defer w.Flush()
	for script := range strings.Lines(string(data)) {
		kind, ops := begin(script)
		var j *journal
		if make, found := inRealTime[kind]; found {
			j = &journal{}
			playTimeless(j, make, ops)
		} else {
			synctest.Test(t, func(*testing.T) {
				j = &journal{start: time.Now(), unit: 1}
				play(j, inVirtualTime[kind], ops)
			})
		}
		fmt.Fprintln(w, j)
	}
}
