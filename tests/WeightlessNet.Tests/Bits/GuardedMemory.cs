using System.Runtime.InteropServices;

namespace WeightlessNet.Tests.Bits;

/// <summary>
/// Memory that ends right before an inaccessible page, so that a read beyond the end crashes the process. Plain memory on systems other
/// than Linux.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadAndWrite = 3;
    private const int PrivateAndAnonymous = 0x22;

    private readonly nuint _size;
    private readonly byte* _start;
    private readonly int _byteCount;

    public GuardedMemory(int byteCount)
    {
        int page = Environment.SystemPageSize;
        _byteCount = (byteCount + page - 1) / page * page;
        _size = (nuint)(_byteCount + page);
        if (IsGuarded)
        {
            _start = (byte*)Map(null, _size, ReadAndWrite, PrivateAndAnonymous, -1, 0);
            if (_start == (byte*)-1 || Protect(_start + _byteCount, (nuint)page, NoAccess) != 0)
            {
                throw new InvalidOperationException($"No guarded page: error {Marshal.GetLastPInvokeError()}.");
            }
        }
        else
        {
            _start = (byte*)NativeMemory.AllocZeroed(_size);
        }
    }

    public static bool IsGuarded => OperatingSystem.IsLinux();

    /// <summary>The last elements before the guarded page.</summary>
    public Span<T> Last<T>(int count)
        where T : unmanaged
    {
        int bytes = count * sizeof(T);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _byteCount);
        return new Span<T>(_start + _byteCount - bytes, count);
    }

    public void Dispose()
    {
        if (IsGuarded)
        {
            _ = Unmap(_start, _size);
        }
        else
        {
            NativeMemory.Free(_start);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
