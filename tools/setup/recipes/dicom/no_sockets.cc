// DCMTK's log can be sent to another machine. A page's must not be, and nothing of it is logged:
// these stand in the place of oflog/libsrc/unixsock.cc.
#include "dcmtk/oflog/helpers/socket.h"

namespace dcmtk {
namespace log4cplus {
namespace helpers {

SOCKET_TYPE openSocket(unsigned short, SocketState& state) {
  state = not_opened;
  return INVALID_SOCKET_VALUE;
}
SOCKET_TYPE connectSocket(const tstring&, unsigned short, bool, SocketState& state) {
  state = not_opened;
  return INVALID_SOCKET_VALUE;
}
SOCKET_TYPE acceptSocket(SOCKET_TYPE, SocketState& state) {
  state = not_opened;
  return INVALID_SOCKET_VALUE;
}
int closeSocket(SOCKET_TYPE) {
  return -1;
}
long read(SOCKET_TYPE, SocketBuffer&) {
  return -1;
}
long write(SOCKET_TYPE, const SocketBuffer&) {
  return -1;
}
long write(SOCKET_TYPE, const STD_NAMESPACE string&) {
  return -1;
}
tstring getHostname(bool) {
  return tstring();
}
int setTCPNoDelay(SOCKET_TYPE, bool) {
  return -1;
}

}  // namespace helpers
}  // namespace log4cplus
}  // namespace dcmtk
