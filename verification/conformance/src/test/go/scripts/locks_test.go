package scripts

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Who holds locks, after each operation. Mutexes do not block durably for synctest: these scripts run in real time, on
// one processor, and have settled when main has given way often enough.
type locks struct {
	main    *line
	rw      sync.RWMutex
	mutex   sync.Mutex
	once    [2]sync.Once
	note    sync.Mutex
	holders []*holder
}

type holder struct {
	name    string
	release chan bool
	unlock  func()
}

func newLocks(j *journal, main *line) interpreter {
	return &locks{main: main}
}

func giveWay() {
	for range 50 {
		runtime.Gosched()
	}
}

func (s *locks) holds(h *holder) {
	s.note.Lock()
	defer s.note.Unlock()
	s.holders = append(s.holders, h)
}

// The holders in the order of their names.
func (s *locks) sorted() []*holder {
	s.note.Lock()
	defer s.note.Unlock()
	slices.SortFunc(s.holders, func(a, b *holder) int { return slices.Compare([]byte(a.name), []byte(b.name)) })
	return slices.Clone(s.holders)
}

func (s *locks) lets(h *holder) {
	s.note.Lock()
	s.holders = slices.DeleteFunc(s.holders, func(o *holder) bool { return o == h })
	s.note.Unlock()
	close(h.release)
}

func (s *locks) end() {
	giveWay()
	for all := s.sorted(); len(all) > 0; all = s.sorted() {
		s.lets(all[0])
		giveWay()
	}
}

// A goroutine that locks, holds the lock until it is told, and unlocks.
func (s *locks) locker(name string, lock, unlock func()) {
	h := &holder{name: name, release: make(chan bool)}
	go func() {
		lock()
		s.holds(h)
		<-h.release
		unlock()
	}()
}

// The lock is held already.
func (s *locks) tried(name string, ok bool, unlock func()) {
	if ok {
		s.locker(name, func() {}, unlock)
	}
	giveWay()
	s.main.addf("%v", ok)
}

func (s *locks) perform(op operation) {
	a := op.args
	name := fmt.Sprintf("%c%02d", op.letter, op.index)
	switch op.letter {
	case 'w':
		s.locker(name, s.rw.Lock, s.rw.Unlock)
	case 'r':
		s.locker(name, s.rw.RLock, s.rw.RUnlock)
	case 'm':
		s.locker(name, s.mutex.Lock, s.mutex.Unlock)
	case 'W':
		s.tried(name, s.rw.TryLock(), s.rw.Unlock)
	case 'R':
		s.tried(name, s.rw.TryRLock(), s.rw.RUnlock)
	case 'M':
		s.tried(name, s.mutex.TryLock(), s.mutex.Unlock)
	case 'o':
		h := &holder{name: name, release: make(chan bool)}
		done := &holder{name: name + "done", release: make(chan bool)}
		go func() {
			s.once[a[0]].Do(func() {
				s.holds(h)
				<-h.release
			})
			s.holds(done)
		}()
	case 'u':
		if all := s.sorted(); len(all) > 0 {
			s.lets(all[a[0]%len(all)])
		}
	default:
		panic("unknown operation")
	}
	giveWay()
	var names []string
	for _, h := range s.sorted() {
		names = append(names, h.name)
	}
	s.main.addf("%v", names)
}
