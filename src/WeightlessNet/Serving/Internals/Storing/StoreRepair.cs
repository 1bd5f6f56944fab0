namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Makes a store that opens of a damaged one.</summary>
/// <remarks>
/// What is left is written to a new segment, then to a checkpoint with its number; from the moment when that has its name, the older files
/// do not count. So a crash leaves the damaged store, which can be repaired again, or the repaired one. Nobody else has the files open.
/// </remarks>
/// <param name="files">The files.</param>
/// <param name="createSieve">Creates what decides about events; called for each reading.</param>
internal sealed class StoreRepair(IStoreFiles files, Func<IEventSieve> createSieve)
{
    private const int KeysAtOnce = 1000;

    /// <summary>Repairs the store, unless it is intact.</summary>
    /// <param name="copy">Copies the files before anything is changed, and returns where the copy is.</param>
    /// <exception cref="InvalidDataException">The store needs a newer library.</exception>
    /// <exception cref="IOException">A file cannot be read or written. No file of the store is lost.</exception>
    public RepairReport Run(Func<string> copy)
    {
        if (IsIntact())
        {
            return new RepairReport();
        }

        StoreSalvage salvage = new(files);
        IEventSieve sieve = createSieve();
        salvage.ReadCheckpoint(sieve.ReadCheckpoint);
        bool areKeysKept = salvage.TryReadLostCheckpoint(sieve.TryReadKeys);
        RepairReport report = new()
        {
            CopyPath = copy(),
            AreKeysKept = areKeysKept,
            DamagedFiles = [.. salvage.DamagedFiles],
            IsCheckpointLost = salvage.IsCheckpointLost,
            LostBytes = salvage.LostBytes,
            LostBatches = (long)salvage.LostBatches,
        };
        (report.KeptBatches, report.KeptChanges) = WriteLog(salvage, sieve);
        report.DroppedChanges = sieve.DroppedCount;
        StoreCheckpoints.Write(
            files, salvage.Number, salvage.FirstSequence, stream => salvage.ReadCheckpoint(content => content.CopyTo(stream)));
        DeleteOldFilesIfPossible(salvage.Number);
        return report;
    }

    private bool IsIntact()
    {
        IEventSieve sieve = createSieve();
        try
        {
            new StoreOpening(new UnchangedFiles(files), sieve.ReadCheckpoint, bytes => sieve.Sift(bytes)).Run();
            return sieve.DroppedCount == 0 && !sieve.HasRewritten;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private (long Batches, long Events) WriteLog(StoreSalvage salvage, IEventSieve sieve)
    {
        (long batches, long events, long idle) = (0, 0, 0);
        string name = StoreNames.LogOf(salvage.Number);
        string temporary = name + StoreNames.TemporaryEnding;
        using (IStoreFile file = files.Create(temporary))
        {
            RepairedLog log = new(file, salvage.Number, salvage.FirstSequence);
            AddBoundary(log, sieve);
            AddKeys(log, sieve);
            salvage.ForEach(
                bytes =>
                {
                    ReadOnlySpan<byte> kept = sieve.Sift(bytes);
                    if (!kept.IsEmpty)
                    {
                        log.Add(kept);
                    }
                },
                () =>
                {
                    // The first event of a segment is no change.
                    int count = log.EndBatch() - (int)(sieve.IdleCount - idle);
                    idle = sieve.IdleCount;
                    (batches, events) = (batches + (count > 0 ? 1 : 0), events + count);
                });
            AddBoundary(log, sieve);
            file.Flush();
        }

        files.Rename(temporary, name);
        files.FlushFolder();
        return (batches, events);
    }

    private static void AddBoundary(RepairedLog log, IEventSieve sieve)
    {
        log.Add(sieve.Boundary);
        _ = log.EndBatch();
    }

    private static void AddKeys(RepairedLog log, IEventSieve sieve)
    {
        foreach (byte[][] keys in sieve.KeyEvents().Chunk(KeysAtOnce))
        {
            Array.ForEach(keys, key => log.Add(key));
            _ = log.EndBatch();
        }
    }

    private void DeleteOldFilesIfPossible(ulong number)
    {
        try
        {
            StoreCheckpoints.DeleteBefore(files, number);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The store is repaired. The next checkpoint deletes the files.
        }
    }
}
