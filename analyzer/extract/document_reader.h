#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/client_json.h"
#include "analyzer/extract/context.h"
#include "analyzer/extract/json_cutter.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/originals_ahead.h"
#include "analyzer/extract/region.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// Finds the records and originals in one document, by structure, and what a broken one still gives.
class DocumentReader {
 public:
  // Searches a text that stood escaped in a string of a document.
  using SearchText = std::function<void(const Region& region, const Context& context)>;

  DocumentReader(Sink* sink, SearchText search_text);

  // Cuts the document that begins with a bracket at span.begin where it is all that stands in
  // the span, and sound in all that is in it: CutJson would come to the same, at more cost. What is
  // remembered of it lets Read look at nothing again, and is good until Forget. Nothing where it is
  // not so.
  std::optional<JsonCut> CutSound(const Region& region, Span span);
  void Forget() { reader_.Forget(); }

  // Reads the document that begins at `begin` and was cut whole. False where it is not well-formed
  // JSON around its elements: then nothing was told to the sink.
  bool Read(const Region& region, size_t begin, const JsonCut& cut, const Context& context);

  // Reads what can be read of a broken document, with patterns. `copy_key`: that of the field that
  // it is the value of, where the client's record keeps there what was sent.
  void ReadBroken(const Region& region, Span span, const Context& context,
                  const std::string& copy_key = {});

  // Whether whole batches were found in records: the same batch is not told again.
  bool told_batches() const { return !batches_told_.empty(); }

 private:
  struct Node;      // an object or array of the skeleton
  struct Document;  // what all functions need to know of the document at hand

  bool BuildNode(const Document& document, const JsonValue& value, int depth, Node* node);
  void ReadNode(const Document& document, const Node& node, std::string_view key, Context context,
                Response* list_owner);
  void ReadObject(const Document& document, const Node& node, Context context);
  void ReadList(const Document& document, const Node& node, std::string_view key,
                const Context& context, Response* response);
  int64_t ReadElements(const Document& document, Span array, std::string_view key,
                       const Context& context, Response* response);
  void ReadRow(const Document& document, ElementRow* row, std::string_view key,
               const Context& context, Response* response);
  void ReadElement(const Document& document, const JsonElement& element, std::string_view key,
                   const Context& context, Response* response);
  // True where the object is a record or an original, and was told.
  bool ReadItem(const Document& document, std::string_view raw, JsonFields& fields,
                std::string_view key, std::optional<int64_t> position, const Context& context,
                Response* response);
  bool TellItem(const Document& document, std::string_view raw, JsonFields& fields,
                std::string_view key, std::optional<int64_t> position, const Context& context,
                Response* response);
  void TellRepairs(const Document& document, std::string_view raw, const JsonFields& fields);
  // Adds a record to an answer, and tells of it where it has enough.
  void Add(Record&& record, Response* response);
  // Tells of an answer, or of the rest of it; it is not to be used any more.
  void Tell(Response* response);
  void TellRecord(const Document& document, Record* record, const JsonFields& fields,
                  Response* response);
  // False where it cannot be read.
  bool TellOriginal(const Document& document, std::string_view raw, const JsonFields& fields,
                    bool nested);
  // Whether an item's value is broken at some depth, so that only its outermost brackets balance.
  bool IsBroken(const JsonValue& value);
  // Searches values of an item that are broken inside, where another document may have come
  // between.
  void SearchBroken(const Document& document, const JsonFields& fields, const Context& context);
  bool ReadClientValue(const Document& document, const Node& node, size_t child,
                       const Context& context, std::vector<ClientFact>* facts);
  void TellSavedError(const Document& document, const Node& node, const Context& context);
  void TellSummary(const Document& document, const Node& node, const Context& context);
  void TellFacts(const Document& document, std::vector<ClientFact>& facts,
                 int64_t originals_before);
  void TellCopies(const Region& region, std::string_view key, const JsonValue& value,
                  std::optional<int64_t> batch);
  void TellCopy(const Region& region, const JsonValue& value, std::optional<int64_t> batch,
                std::optional<int64_t> position);
  void SearchString(const JsonValue& value, const Region& where, const Context& context);

  Sink* sink_;
  SearchText search_text_;
  JsonReader reader_;
  JsonFields spare_fields_;             // memory to use again
  int64_t originals_ = 0;               // told so far, of this file
  std::set<std::string> batches_told_;  // whole batches in records, by number and value
};

}  // namespace analyzer
