namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Replaces the files of a store by a checkpoint.</summary>
internal static class StoreCheckpoints
{
    /// <summary>Writes a checkpoint; it is on disk as a whole when this returns. Nothing has changed if it throws.</summary>
    /// <param name="files">The files.</param>
    /// <param name="number">The number of the checkpoint, and of the first segment of the log after it.</param>
    /// <param name="nextSequence">The sequence of the first batch of that segment.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(IStoreFiles files, ulong number, ulong nextSequence, Action<Stream> write)
    {
        string name = StoreNames.CheckpointOf(number);
        string temporary = name + StoreNames.TemporaryEnding;
        try
        {
            using (IStoreFile file = files.Create(temporary))
            {
                CheckpointFile.Write(file, nextSequence, write);
            }

            files.Rename(temporary, name);
            files.FlushFolder();
        }
        catch
        {
            DeleteIfPossible(files, temporary);
            throw;
        }
    }

    /// <summary>Deletes the segments and checkpoints that a checkpoint replaces.</summary>
    public static void DeleteBefore(IStoreFiles files, ulong number)
    {
        IReadOnlyList<string> names = files.List();
        foreach (string old in StoreNames.Logs(names).Where(other => other < number).Select(StoreNames.LogOf)
            .Concat(StoreNames.Checkpoints(names).Where(other => other < number).Select(StoreNames.CheckpointOf)))
        {
            files.Delete(old);
        }

        files.FlushFolder();
    }

    /// <summary>As <see cref="DeleteBefore"/>, where a crash came between a checkpoint and that.</summary>
    /// <returns>Whether no such file is left.</returns>
    public static bool TryDeleteBefore(IStoreFiles files, ulong number)
    {
        IReadOnlyList<string> names = files.List();
        if (!StoreNames.Logs(names).Concat(StoreNames.Checkpoints(names)).Any(other => other < number))
        {
            return true;
        }

        try
        {
            DeleteBefore(files, number);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void DeleteIfPossible(IStoreFiles files, string name)
    {
        try
        {
            files.Delete(name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The original exception is more useful. The file is deleted when the store is opened.
        }
    }
}
