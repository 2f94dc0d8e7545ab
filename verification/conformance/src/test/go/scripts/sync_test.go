package scripts

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// WaitGroups, Conds, and what runs once.
type syncs struct {
	*journal
	main      *line
	counted   sync.WaitGroup
	count     atomic.Int64
	started   sync.WaitGroup
	lock      sync.Mutex
	cond      *sync.Cond
	once      [2]sync.Once
	values    [2]func() int
	functions int
}

func newSyncs(j *journal, main *line) interpreter {
	s := &syncs{journal: j, main: main}
	s.cond = sync.NewCond(&s.lock)
	for i := range s.values {
		s.values[i] = sync.OnceValue(func() int {
			main.addf("computes %d", i)
			if i == 1 {
				panic("no value")
			}
			return i
		})
	}
	return s
}

// Brings the counter to zero, and wakes all, those that wait again, too.
func (s *syncs) end() {
	s.counted.Add(int(-s.count.Load()))
	for range 4 {
		s.cond.Broadcast()
		time.Sleep(time.Second)
	}
}

func (s *syncs) delay() time.Duration {
	s.functions++
	return own(s.functions - 1)
}

func (s *syncs) add(n int) string {
	s.count.Add(int64(n))
	return panicking(func() { s.counted.Add(n) })
}

func (s *syncs) perform(op operation) {
	a := op.args
	switch op.letter {
	case 'A':
		s.main.add(s.add(a[0]))
	case 'H':
		log, delay := s.open(fmt.Sprint("h", op.index)), s.delay()
		go func() {
			time.Sleep(seconds(a[0]) + delay)
			log.add(s.add(-1))
		}()
	case 'G':
		log := s.open(fmt.Sprint("g", op.index))
		s.started.Go(func() {
			time.Sleep(seconds(a[0]))
			log.add("done")
		})
	case 'w', 'W':
		log, wg := s.open(fmt.Sprint("w", op.index)), &s.counted
		if op.letter == 'W' {
			wg = &s.started
		}
		go func() {
			wg.Wait()
			log.add("waited")
		}()
	case 'C':
		log, delay := s.open(fmt.Sprint("c", op.index)), s.delay()
		go func() {
			for range a[0] {
				s.lock.Lock()
				s.cond.Wait()
				log.add("woken")
				s.lock.Unlock()
				time.Sleep(delay)
			}
		}()
	case 's':
		for range a[0] {
			s.cond.Signal()
		}
	case 'b':
		s.lock.Lock()
		s.cond.Broadcast()
		s.lock.Unlock()
	case 'o':
		s.main.add(panicking(func() {
			s.once[a[0]].Do(func() {
				s.main.add("once")
				if a[1] == 1 {
					panic("failed")
				}
			})
		}))
	case 'v':
		s.main.add(panicking(func() { s.main.addf("value %d", s.values[a[0]]()) }))
	default:
		panic("unknown operation")
	}
}
