#include <memory>

#include "analyzer/cli/audit.h"
#include "analyzer/cli/bundle.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/explain.h"
#include "analyzer/cli/export.h"
#include "analyzer/cli/query.h"
#include "analyzer/cli/report_page.h"
#include "analyzer/cli/shared_options.h"
#include "analyzer/cli/verify.h"

namespace analyzer {
namespace {

Command AddAudit(CLI::App* app) {
  const auto options = std::make_shared<AuditOptions>();
  CLI::App* audit = app->add_subcommand(
      "audit", "Reconcile what was planned, sent and answered, run by run and in all");
  AddInput(audit, &options->input);
  audit->add_flag("--json", options->json, "Print the figures as JSON on standard output");
  audit->footer("Example:\n  import-analyzer audit --index recovered/\n\n" +
                std::string(kExitStatus));
  return {audit, [options] { return RunAudit(*options); }};
}

Command AddExplain(CLI::App* app) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* explain = app->add_subcommand(
      "explain", "Tell the whole story of one customer, with the places and texts that tell it");
  explain
      ->add_option("WHAT", options->what,
                   "Whom: an id, a card, an email, a user name, a name or a personal number")
      ->required();
  AddInput(explain, &options->input);
  explain->add_flag("--json", options->json, "Print the story as JSON on standard output");
  explain->footer("Example:\n  import-analyzer explain 51000100005 --index recovered/\n\n" +
                  std::string(kExitStatus));
  return {explain, [options] { return Explain(*options); }};
}

Command AddExport(CLI::App* app) {
  const auto options = std::make_shared<ExportCommandOptions>();
  CLI::App* rows = app->add_subcommand(
      "export", "Write outcomes, failures, attempts, runs or unmatched as CSV or JSON");
  rows->add_option("WHAT", options->rows.what,
                   "What is to be written: outcomes, failures, attempts, runs or unmatched")
      ->required()
      ->check(OneOf(Exportable()));
  AddInput(rows, &options->input);
  AddFormat(rows, {"csv", "ndjson", "json"}, &options->rows.format);
  rows->add_option("--columns", options->rows.columns,
                   "Only these columns, in this order (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAMES");
  AddSelection(rows, "all", &options->rows.selection);
  AddRowsOut(rows, &options->out, &options->dry_run);
  CLI::Option* const redact =
      rows->add_flag("--redact", options->redact,
                     "Put pseudonyms in the place of user names, emails and what else is personal");
  rows->add_option("--redact-key", options->redact_key,
                   "File of the key that pseudonyms are made from; it is made where it is not "
                   "there (default: ~/.config/import-analyzer/redact.key)")
      ->needs(redact)
      ->type_name("FILE");
  rows->footer(
      "Example:\n  import-analyzer export failures --index recovered/ --columns "
      "customer_id,reason,error\n\n" +
      std::string(kExitStatus));
  return {rows, [options] { return ExportRows(*options); }};
}

Command AddQuery(CLI::App* app) {
  const auto options = std::make_shared<QueryOptions>();
  CLI::App* query = app->add_subcommand("query", "Run SQL on the index, which is only read");
  query->add_option("SQL", options->sql, "One SELECT; schema/README.md explains the tables")
      ->required();
  AddInput(query, &options->input);
  AddFormat(query, {"table", "csv", "ndjson", "json"}, &options->format);
  AddRowsOut(query, &options->out, &options->dry_run);
  query->footer("Example:\n  import-analyzer query 'SELECT * FROM reasons' --index recovered/\n\n" +
                std::string(kExitStatus));
  return {query, [options] { return QueryIndex(*options); }};
}

Command AddVerify(CLI::App* app) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* verify = app->add_subcommand(
      "verify", "Hold a tree of failures against the sources: is it what was sent and failed?");
  verify
      ->add_option("TREE", options->tree,
                   "What `recover` or the client wrote: the folder with failed_customers, "
                   "failed_customers itself, or single_failures")
      ->required();
  AddInput(verify, &options->input);
  verify
      ->add_option("--decide", options->input.decide,
                   "Decisions by hand that the tree was written with (repeatable)")
      ->allow_extra_args(false)
      ->type_name("FILE");
  verify->add_flag("--json", options->json, "Print the findings as JSON on standard output");
  verify->footer(
      "Without sources and --index, the index that `recover` left with the tree is used.\n"
      "Examples:\n  import-analyzer verify recovered/\n"
      "  import-analyzer verify failed_customers/ --batches batches/ api_responses/ "
      "bulk_import.log\n\n"
      "Exit status: 0 nothing is wrong; 1 there are findings, or a source needs a look; 2 wrong "
      "use; 3 could not do it.");
  return {verify, [options] { return Verify(*options); }};
}

Command AddReport(CLI::App* app) {
  const auto options = std::make_shared<ReportPageOptions>();
  CLI::App* report = app->add_subcommand(
      "report", "Write one HTML page that shows the figures, the batches and each customer");
  report->add_option("--out", options->out, "The file to write")->required()->type_name("FILE");
  AddInput(report, &options->input);
  AddDryRun(report, &options->dry_run);
  report->add_flag("--redact", options->redact,
                   "Put pseudonyms in the place of names, emails and personal numbers");
  report
      ->add_option(
          "--redact-key", options->key,
          "File of the key that pseudonyms are made from; it is made where it is not there "
          "(default: redact.key in ~/.config/import-analyzer)")
      ->needs("--redact")
      ->type_name("FILE");
  report->footer("Example:\n  import-analyzer report --index recovered/ --out report.html\n\n" +
                 std::string(kExitStatus));
  return {report, [options] { return WriteReportPage(*options); }};
}

Command AddBundle(CLI::App* app) {
  const auto options = std::make_shared<BundleOptions>();
  CLI::App* bundle = app->add_subcommand(
      "bundle", "Write a copy without personal data that can be shown to others");
  bundle->add_option("--out", options->out, "Folder to write to: a new one, or an earlier bundle")
      ->required()
      ->type_name("DIR");
  bundle
      ->add_option("--redact-key", options->key,
                   "File of the key that pseudonyms are made from; it is made where it is not "
                   "there (left out: a new key, which is thrown away)")
      ->type_name("FILE");
  AddInput(bundle, &options->input);
  AddDryRun(bundle, &options->dry_run);
  bundle->footer("Example:\n  import-analyzer bundle --index recovered/ --out to-show/\n\n" +
                 std::string(kExitStatus));
  return {bundle, [options] { return Bundle(*options); }};
}

}  // namespace

std::vector<Command> AddLookingCommands(CLI::App* app) {
  return {AddAudit(app),  AddExplain(app), AddExport(app), AddQuery(app),
          AddVerify(app), AddReport(app),  AddBundle(app)};
}

}  // namespace analyzer
