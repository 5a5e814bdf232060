// How many bytes a second are cut, read and searched on one core, without SQLite.

#include <benchmark/benchmark.h>

#include <string>

#include "analyzer/extract/json_cutter.h"
#include "analyzer/extract/scan_text.h"
#include "analyzer/index/findings.h"
#include "analyzer/source/source_text.h"
#include "tests/benchmark/micro/data.h"

namespace analyzer {
namespace {

void CountBytes(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

// All that is done with a file once its bytes are in memory.
void ReadFile(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    const SourceText source(bytes);
    Findings findings;
    FindingsSink sink(&source, &findings);
    ScanText(source.text(), {}, &sink);
    sink.Finish();
    benchmark::DoNotOptimize(findings);
  }
  CountBytes(state, bytes.size());
}

void Decode(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    const SourceText source(bytes);
    benchmark::DoNotOptimize(source.text());
  }
  CountBytes(state, bytes.size());
}

void Cut(benchmark::State& state, const std::string& bytes) {
  std::string text = bytes;
  text.reserve(text.size() + kPadding);
  for (auto _ : state) benchmark::DoNotOptimize(CutJson(text, 0, false));
  CountBytes(state, bytes.size());
}

BENCHMARK_CAPTURE(Decode, batch_file, BatchFile(0, 100));
BENCHMARK_CAPTURE(Cut, batch_file, BatchFile(0, 100));
BENCHMARK_CAPTURE(Cut, answer, SavedAnswer(0, 100, 0));
BENCHMARK_CAPTURE(ReadFile, batch_file, BatchFile(0, 100));
BENCHMARK_CAPTURE(ReadFile, export_of_all, BatchFile(0, 20'000));
BENCHMARK_CAPTURE(ReadFile, clean_answer, SavedAnswer(0, 100, 0));
BENCHMARK_CAPTURE(ReadFile, answer, SavedAnswer(0, 100, 30));
BENCHMARK_CAPTURE(ReadFile, broken_answer, BrokenAnswer(0, 100));
BENCHMARK_CAPTURE(ReadFile, log, LogLines(10'000));
BENCHMARK_CAPTURE(ReadFile, log_with_answers, LogWithAnswers(1000));

}  // namespace
}  // namespace analyzer
