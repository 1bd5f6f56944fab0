using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>
/// A folder in memory that keeps apart what is flushed and what is not. A loss of power keeps any subset of the rest: of each file's
/// writes, sector by sector, and of the folder's creations, renames and deletions. Any call can fail or crash.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SimulatedDisk : IStoreFiles
{
    private readonly Lock _access = new();
    private readonly List<Action<Dictionary<string, SimulatedFile>>> _unflushedNames = [];
    private Dictionary<string, SimulatedFile> _files = [];
    private Dictionary<string, SimulatedFile> _onDisk = [];

    /// <summary>The number of calls so far that change something.</summary>
    public int Calls { get; private set; }

    /// <summary>The call at which the machine crashes, counted like <see cref="Calls"/>; 0 for never.</summary>
    public int CrashAt { get; set; }

    /// <summary>Whether it has crashed: every call fails.</summary>
    public bool IsCrashed { get; private set; }

    /// <summary>Decides by its kind whether a call fails. A failed write leaves some of its bytes.</summary>
    public Func<DiskCall, bool>? Fails { get; set; }

    /// <summary>Called before a call; may wait.</summary>
    public Action<DiskCall>? Before { get; set; }

    /// <summary>Flushes of files do nothing, as a control.</summary>
    public bool IgnoresFileFlushes { get; set; }

    /// <summary>Flushes of the folder do nothing, as a control.</summary>
    public bool IgnoresFolderFlushes { get; set; }

    /// <summary>The bytes of a file.</summary>
    public byte[] this[string name]
    {
        get => Find(name).Bytes;
        set
        {
            SimulatedFile file = new();
            file.Write(value, 0);
            file.Flush();
            (_files[name], _onDisk[name]) = (file, file);
        }
    }

    /// <summary>A copy with everything on disk.</summary>
    public SimulatedDisk Copy()
    {
        SimulatedDisk copy = new();
        foreach (string name in _files.Keys)
        {
            copy[name] = this[name];
        }

        return copy;
    }

    /// <summary>The disk after a loss of power.</summary>
    public SimulatedDisk AfterPowerLoss(Random random)
    {
        // None, all, or a random part of what was not flushed survives.
        double share = random.Next(4) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        Dictionary<string, SimulatedFile> left = new(_onDisk);
        foreach (Action<Dictionary<string, SimulatedFile>> change in _unflushedNames)
        {
            if (random.NextDouble() < share)
            {
                change(left);
            }
        }

        Dictionary<SimulatedFile, SimulatedFile> copies = left.Values.Distinct().ToDictionary(
            file => file, file => file.AfterPowerLoss(random, share));
        left = left.ToDictionary(pair => pair.Key, pair => copies[pair.Value]);
        return new SimulatedDisk { _files = left, _onDisk = new(left) };
    }

    /// <summary>The disk as the next process finds it after this one was killed: nothing is lost, and nothing more is flushed.</summary>
    public SimulatedDisk AfterKill()
    {
        (IsCrashed, CrashAt, Fails) = (false, 0, null);
        return this;
    }

    public IReadOnlyList<string> List()
    {
        lock (_access)
        {
            ThrowIfCrashed();
            return [.. _files.Keys];
        }
    }

    public IStoreFile Open(string name)
    {
        lock (_access)
        {
            ThrowIfCrashed();
            return new OpenFile(this, Find(name));
        }
    }

    public IStoreFile Create(string name)
    {
        Begin(DiskCall.Create);
        lock (_access)
        {
            if (_files.TryGetValue(name, out SimulatedFile? file))
            {
                file.SetLength(0);
            }
            else
            {
                file = new SimulatedFile();
                Change(files => files[name] = file);
            }

            return new OpenFile(this, file);
        }
    }

    public void Rename(string name, string newName)
    {
        Begin(DiskCall.Rename);
        lock (_access)
        {
            SimulatedFile file = Find(name);
            Change(files =>
            {
                _ = files.Remove(name);
                files[newName] = file;
            });
        }
    }

    public void Delete(string name)
    {
        Begin(DiskCall.Delete);
        lock (_access)
        {
            Change(files => files.Remove(name));
        }
    }

    public void FlushFolder()
    {
        Begin(DiskCall.FlushFolder);
        lock (_access)
        {
            if (!IgnoresFolderFlushes)
            {
                _onDisk = new(_files);
                _unflushedNames.Clear();
            }
        }
    }

    private void Change(Action<Dictionary<string, SimulatedFile>> change)
    {
        change(_files);
        _unflushedNames.Add(change);
    }

    private SimulatedFile Find(string name) =>
        _files.TryGetValue(name, out SimulatedFile? file) ? file : throw new FileNotFoundException($"There is no '{name}'.");

    private void Begin(DiskCall call)
    {
        Before?.Invoke(call);
        lock (_access)
        {
            ThrowIfCrashed();
            Calls++;
            IsCrashed = Calls == CrashAt;
            ThrowIfCrashed();
            if (Fails?.Invoke(call) ?? false)
            {
                throw new IOException($"No space left on device ({call}).");
            }
        }
    }

    private void ThrowIfCrashed()
    {
        if (IsCrashed)
        {
            throw new IOException("The machine has no power.");
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, SimulatedFile file) : IStoreFile
    {
        public long Length
        {
            get
            {
                lock (disk._access)
                {
                    return file.Length;
                }
            }
        }

        public int Read(Span<byte> destination, long offset)
        {
            lock (disk._access)
            {
                disk.ThrowIfCrashed();
                return file.Read(destination, offset);
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            bool wasCrashed = disk.IsCrashed;
            try
            {
                disk.Begin(DiskCall.Write);
            }
            catch (IOException) when (!wasCrashed)
            {
                // Some of it is written nevertheless, or all of it.
                WriteAll(bytes[..(disk.Calls * 7919 % (bytes.Length + 1))], offset);
                throw;
            }

            WriteAll(bytes, offset);
        }

        public void SetLength(long length)
        {
            disk.Begin(DiskCall.SetLength);
            lock (disk._access)
            {
                file.SetLength(length);
            }
        }

        public void Flush()
        {
            disk.Begin(DiskCall.Flush);
            lock (disk._access)
            {
                if (!disk.IgnoresFileFlushes)
                {
                    file.Flush();
                }
            }
        }

        public void Dispose()
        {
        }

        private void WriteAll(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (disk._access)
            {
                file.Write(bytes, offset);
            }
        }
    }
}
