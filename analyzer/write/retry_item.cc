#include "analyzer/write/retry_item.h"

#include <cstring>
#include <tuple>
#include <type_traits>

namespace analyzer {
namespace {

// Puts fields one behind the other: of a text its length and bytes.
class Packer {
 public:
  template <typename T>
  void operator()(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void operator()(const std::string& text) {
    (*this)(text.size());
    bytes_ += text;
  }
  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Takes them out again, in the same order.
class Unpacker {
 public:
  explicit Unpacker(const char* at) : at_(at) {}

  template <typename T>
  void operator()(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
  }
  void operator()(std::string_view& text) {
    size_t size = 0;
    (*this)(size);
    text = {at_, size};
    at_ += size;
  }
  void operator()(std::string& text) {
    std::string_view bytes;
    (*this)(bytes);
    text = bytes;
  }

 private:
  const char* at_;
};

template <typename Each, typename Item>
void ForEachField(Each& each, Item& item) {
  auto& original = item.original;
  each(original.id);
  each(original.file_id);
  each(original.encoding);
  each(original.byte_end);
  each(original.position);
  each(original.household);
  each(original.own_id);
  each(original.first_name);
  each(original.last_name);
  each(original.change_type);
  each(original.member);
  each(item.customer);
  each(item.customer_id);
  each(item.username);
  each(item.reason);
  each(item.error);
  each(item.cause);
  each(item.detail);
  each(item.run);
  each(item.batch_number);
  each(item.time);
  each(item.moment);
  each(item.send_order);
  each(item.attempts);
  each(item.times);
  each(item.presumed_later);
  each(item.already_imported);
  each(item.failed);
}

}  // namespace

struct RetryItems::Order {
  bool not_sent;
  int64_t number;
  int64_t byte_begin;
  std::string_view file;
};

RetryItems::Order RetryItems::OrderOf(size_t place) const {
  Unpacker unpack(bytes_.data() + place);
  Order order;
  unpack(order.not_sent);
  unpack(order.number);
  unpack(order.byte_begin);
  unpack(order.file);
  return order;
}

size_t RetryItems::Add(const RetryItem& item) {
  const size_t place = bytes_.size();
  Packer packer;
  packer(!item.send_order.has_value());
  packer(item.send_order.value_or(0));
  packer(item.original.byte_begin);
  packer(item.original.file);
  ForEachField(packer, item);
  bytes_.append(packer.bytes().data(), packer.bytes().size());
  return place;
}

RetryItem RetryItems::Load(size_t place) const {
  const Order order = OrderOf(place);
  RetryItem item;
  item.original.byte_begin = order.byte_begin;
  item.original.file = order.file;
  // The file is the last of what orders it.
  Unpacker unpack(order.file.data() + order.file.size());
  ForEachField(unpack, item);
  return item;
}

bool RetryItems::IsBefore(size_t place, size_t other) const {
  const auto key = [](const Order& order) {
    return std::tuple(order.not_sent, order.number, order.file, order.byte_begin);
  };
  return key(OrderOf(place)) < key(OrderOf(other));
}

}  // namespace analyzer
