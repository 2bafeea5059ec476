"""What the system says of a file that cannot be read or written, in the words of those who use the program."""

import errno

_WORDS = {errno.ENOENT: "没有这个文件或文件夹", errno.EEXIST: "已经有同名的文件", errno.EISDIR: "这是一个文件夹", errno.ENOTDIR: "路径中有一级不是文件夹",
          errno.ENOTEMPTY: "文件夹不是空的", errno.EACCES: "没有权限，或文件正被别的程序占用", errno.EPERM: "没有权限", errno.EBUSY: "文件正被别的程序占用",
          errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘是只读的", errno.EIO: "磁盘读写出错", errno.ENAMETOOLONG: "文件名或路径太长", errno.EMFILE: "打开的文件太多"}


def reason_of(error: OSError) -> str:
    """Why it failed; what the system itself says where these words have nothing for it."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
