"""The filter under which a child opens evidence: no file is changed, no program started, no other process reached.

It stands beside the filter against networks (`forensicdesk.offline`) and goes further than that one can, because a
child needs neither a desktop nor programs: here local sockets are refused as well. What stays possible is reading
files, computing, threads, and writing to what was open before, which are the pipe for results and the null device.
Numbers of calls: the kernel's `unistd.h`; the tests hold them against the headers of the system they run on.
"""

from __future__ import annotations

import ctypes
import os
import sys

from forensicdesk import seccomp
from forensicdesk.language import sentence

# Refused whatever they are asked for. Name: number on x86_64, number on aarch64 (None: does not exist there).
REFUSED: dict[str, tuple[int, int | None]] = {
    # Changing files and what is said about them. (RLIMIT_FSIZE stops growing; these stop the rest.)
    "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47), "creat": (85, None),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "mknod": (133, None), "mknodat": (259, 33),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "io_setup": (206, 0),
    # File systems.
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "quotactl": (179, 60),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    # Programs and processes.
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "uselib": (134, None),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "tkill": (200, 130), "setpriority": (141, 140), "ioprio_set": (251, 30), "migrate_pages": (256, 238),
    "move_pages": (279, 239), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "unshare": (272, 97), "setns": (308, 268), "personality": (135, 92),
    # Memory that no limit of the address space counts, and what outlives the process.
    "memfd_create": (319, 279), "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192),
    "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187),
    "mq_open": (240, 180), "mq_unlink": (241, 181),
    # Sockets of every family: other programs of this machine may have a network, or start programs on request.
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    # Parts of the kernel with a history of faults, which no decoder needs.
    "bpf": (321, 280), "userfaultfd": (323, 282), "perf_event_open": (298, 241), "modify_ldt": (154, None),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "lookup_dcookie": (212, 18),
    # The machine.
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "iopl": (172, None), "ioperm": (173, None), "reboot": (169, 142),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "syslog": (103, 116), "vhangup": (153, 58),
    "nfsservctl": (180, 42),
}  # fmt: skip

WITH_ARGUMENTS: dict[str, tuple[int, int | None]] = {
    "open": (2, None), "openat": (257, 56), "clone": (56, 220), "ioctl": (16, 29), "fcntl": (72, 25),
    "prctl": (157, 167), "prlimit64": (302, 261), "kill": (62, 129), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
}  # fmt: skip
"""Calls that are refused only for some of their arguments."""

NEWEST_NAMED = 424
"""From here on both processors count alike. Only these newer calls exist for a child; all others are unknown to it, as
they are to an older kernel, and the C library knows ways around: clone3 and openat2 above all, whose arguments lie
behind pointers that a filter cannot follow."""
NEWER_ALLOWED = {
    "close_range": 436, "faccessat2": 439, "epoll_pwait2": 441, "futex_waitv": 449, "cachestat": 451,
    "map_shadow_stack": 453, "futex_wake": 454, "futex_wait": 455, "futex_requeue": 456, "mseal": 462,
}  # fmt: skip

_OPEN_TO_CHANGE = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000
"""Write, read and write, create, truncate, append, and the bit that tells O_TMPFILE from O_DIRECTORY."""
_CLONE_THREAD = 0x10000
_HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS (is this a terminal?), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. Others can change a file's flags
through a descriptor opened for reading, or type into the terminal."""
_FCNTL_TO_OTHERS = (8, 15, 1024, 1026)
"""F_SETOWN and F_SETOWN_EX (whom signals go to), F_SETLEASE, F_NOTIFY."""
_PRCTL_UNDOING = (1, 4)
"""PR_SET_PDEATHSIG and PR_SET_DUMPABLE: the end with the parent, and no core dumps, stay as they are."""

_CAPABILITY_VERSION_3 = 0x20080522
_KEPT_CAPABILITIES = 1 << 2 | 1 << 3
"""Reading what its owner closed (CAP_DAC_READ_SEARCH), and leaving access times alone (CAP_FOWNER)."""


def filter_program(machine: str, process: int) -> bytes:
    """The filter for a machine of `uname` and the process that will run under it."""
    column = list(seccomp.MACHINES).index(machine)
    number = {name: numbers[column] for name, numbers in (WITH_ARGUMENTS | REFUSED).items()}
    lines: list[seccomp.Line] = [
        ("", seccomp.LOAD, seccomp.OFFSET_ARCHITECTURE, "", ""),
        ("", seccomp.JUMP_EQUAL, seccomp.MACHINES[machine].audit_architecture, "", "foreign"),
        ("", seccomp.LOAD, seccomp.OFFSET_NUMBER, "", ""),
        ("", seccomp.JUMP_NOT_LESS, NEWEST_NAMED, "newer", ""),
    ]
    blocks = _argument_blocks(process)
    for name, value in number.items():
        if value is not None:
            target = name if name in WITH_ARGUMENTS else "refuse here"
            lines += [("", seccomp.JUMP_EQUAL, value, target, "")]
    lines += [
        ("", seccomp.RETURN, seccomp.ALLOW, "", ""),
        ("refuse here", seccomp.RETURN, seccomp.REFUSE, "", ""),
    ]
    lines += [line for name in WITH_ARGUMENTS if number[name] is not None for line in blocks[name]]
    lines += [("newer" if at == 0 else "", seccomp.JUMP_EQUAL, value, "allow", "")
              for at, value in enumerate(NEWER_ALLOWED.values())]  # fmt: skip
    lines += [
        ("", seccomp.RETURN, seccomp.UNKNOWN_CALL, "", ""),
        ("allow", seccomp.RETURN, seccomp.ALLOW, "", ""),
        ("refuse", seccomp.RETURN, seccomp.REFUSE, "", ""),
        ("foreign", seccomp.RETURN, seccomp.KILL, "", ""),
    ]
    return seccomp.assemble(lines)


def confine() -> str:
    """Put the filter in force for this process, for good.

    Returns:
        "" if it is in force, else the reason in a few words.
    """
    machine = seccomp.machine_name()
    if not machine:
        return sentence("this system has no filter of system calls, or there is none for its processor yet")
    return seccomp.install(filter_program(machine, os.getpid()), machine)


def drop_capabilities() -> None:
    """Give up what an administrator's process may do beyond reading; where there is nothing to give up, nothing."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    # Twice (effective, permitted, inheritable): capabilities 0 to 31, and those above.
    sets = (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets) == 0:
        kept = sets[1] & _KEPT_CAPABILITIES
        sets[:] = [kept, kept, 0, 0, 0, 0]
        libc.capset(header, sets)


def _argument_blocks(process: int) -> dict[str, list[seccomp.Line]]:
    """What is looked at in each call of `WITH_ARGUMENTS`."""
    to_itself = {name: _one_of(name, 0, (process,), "allow", "refuse") for name in _TO_A_PROCESS}
    return to_itself | {
        "open": _any_bit("open", 1, _OPEN_TO_CHANGE, "refuse", "allow"),
        "openat": _any_bit("openat", 2, _OPEN_TO_CHANGE, "refuse", "allow"),
        "clone": _any_bit("clone", 0, _CLONE_THREAD, "allow", "refuse"),
        "ioctl": _one_of("ioctl", 1, _HARMLESS_IOCTLS, "allow", "refuse"),
        "fcntl": _one_of("fcntl", 1, _FCNTL_TO_OTHERS, "refuse", "allow"),
        "prctl": _one_of("prctl", 0, _PRCTL_UNDOING, "refuse", "allow"),
        "prlimit64": _one_of("prlimit64", 0, (0, process), "allow", "refuse"),
    }


_TO_A_PROCESS = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


def _any_bit(label: str, argument: int, mask: int, if_any: str, if_none: str) -> list[seccomp.Line]:
    return [
        (label, seccomp.LOAD, seccomp.offset_argument(argument), "", ""),
        ("", seccomp.JUMP_ANY_BIT, mask, if_any, if_none),
    ]


def _one_of(label: str, argument: int, values: tuple[int, ...], if_one: str, if_none: str) -> list[seccomp.Line]:
    tests: list[seccomp.Line] = [("", seccomp.JUMP_EQUAL, value, if_one, "") for value in values[:-1]]
    last: seccomp.Line = ("", seccomp.JUMP_EQUAL, values[-1], if_one, if_none)
    return [(label, seccomp.LOAD, seccomp.offset_argument(argument), "", ""), *tests, last]
