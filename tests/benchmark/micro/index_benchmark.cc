// How many rows a second go into the index, and how many look-ups come out.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "analyzer/extract/scan_text.h"
#include "analyzer/index/findings.h"
#include "analyzer/index/identity_pages.h"
#include "analyzer/index/index.h"
#include "analyzer/source/source_text.h"
#include "tests/benchmark/micro/data.h"

namespace analyzer {
namespace {

Findings FoundIn(const std::string& bytes) {
  const SourceText source(bytes);
  Findings findings;
  FindingsSink sink(&source, &findings);
  ScanText(source.text(), {}, &sink);
  sink.Finish();
  findings.file.role = "batch";
  findings.file.encoding = source.encoding_name();
  return findings;
}

// One file a round, each time a further one of the same index.
void AddFile(benchmark::State& state, const std::string& bytes, int64_t items) {
  Findings findings = FoundIn(bytes);
  auto index = Index::CreateTemporary();
  int64_t files = 0;
  for (auto _ : state) {
    findings.file.path = findings.file.on_disk = std::to_string(files++);
    index.value()->Add(findings);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * items);
}

std::string Id(int64_t i) { return std::to_string(51'000'000'000 + i); }

constexpr int64_t kIdentities = 100'000;

void AddIdentities(IdentityPageWriter* writer) {
  for (int64_t i = 0; i < kIdentities; ++i)
    writer->Add(IdentityHash(IdentityKind::kCustomerId, Id(i)), i);
  writer->Flush();
}

void WriteIdentities(benchmark::State& state) {
  auto index = Index::CreateTemporary();
  IdentityPageWriter writer(&index.value()->database());
  for (auto _ : state) AddIdentities(&writer);
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kIdentities);
}

void FindIdentities(benchmark::State& state) {
  auto index = Index::CreateTemporary();
  IdentityPageWriter writer(&index.value()->database());
  AddIdentities(&writer);
  IdentityPages pages(&index.value()->database());
  int64_t asked = 0;
  for (auto _ : state) {
    asked = (asked + 7919) % kIdentities;  // a prime: all of them, in no order of their own
    benchmark::DoNotOptimize(pages.Find(IdentityKind::kCustomerId, Id(asked)));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}

BENCHMARK_CAPTURE(AddFile, originals, BatchFile(0, 100), 100);
BENCHMARK_CAPTURE(AddFile, records, SavedAnswer(0, 100, 30), 100);
BENCHMARK_CAPTURE(AddFile, log_facts, LogLines(1000), 4000);
BENCHMARK(WriteIdentities);
BENCHMARK(FindIdentities);

}  // namespace
}  // namespace analyzer
