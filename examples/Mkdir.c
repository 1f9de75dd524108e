/* A C function as a job, for Mkdir.java: gcc -shared -fPIC -o libmkdir.so examples/Mkdir.c */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What the job is called with, and what came of it. */
struct job_mkdir {
  char *name;
  int perms;
  int result;
  int error_code;
};

/* Makes the job. On the loop's thread. */
struct job_mkdir *job_mkdir_new(const char *name, int perms)
{
  struct job_mkdir *job = malloc(sizeof *job);
  if (job == NULL) return NULL;
  job->name = strdup(name);
  job->perms = perms;
  return job;
}

/* Makes the call, which may block. On a worker's thread. */
void job_mkdir_run(struct job_mkdir *job)
{
  job->result = mkdir(job->name, job->perms);
  job->error_code = errno;
}

/* What came of it: 0, or the number of the error. On the loop's thread. */
int job_mkdir_result(struct job_mkdir *job)
{
  return job->result < 0 ? job->error_code : 0;
}

/* Gives back what the job holds. On the loop's thread. */
void job_mkdir_free(struct job_mkdir *job)
{
  free(job->name);
  free(job);
}
