/* A thread that notifies, for NativeTicks.java: gcc -shared -fPIC -pthread -o libticks.so examples/NativeTicks.c */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct ticks {
  int count;
  void (*send)(void);
};

static void *tick(void *data)
{
  struct ticks *ticks = data;
  struct timespec pause = {0, 10 * 1000 * 1000};
  for (int i = 0; i < ticks->count; i++) {
    nanosleep(&pause, NULL);
    ticks->send(); /* any thread may do this */
  }
  free(ticks);
  return NULL;
}

/* Starts a thread that calls send() so many times, a hundredth of a second apart. Returns 0 if all went well. */
int start_ticks(int count, void (*send)(void))
{
  pthread_t thread;
  struct ticks *ticks = malloc(sizeof *ticks);
  if (ticks == NULL) return -1;
  ticks->count = count;
  ticks->send = send;
  int error = pthread_create(&thread, NULL, tick, ticks);
  if (error == 0) pthread_detach(thread);
  else free(ticks);
  return error;
}
