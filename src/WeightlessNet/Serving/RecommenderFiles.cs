using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <summary>Repairs the folder of a <see cref="Recommender{TUser, TItem}"/>, and reads ratings of older files.</summary>
/// <remarks>Thread-safe. Only one repair at a time can have a folder open; another one throws.</remarks>
public static class RecommenderFiles
{
    /// <summary>
    /// Repairs a damaged folder, so that it opens: it keeps the newest whole checkpoint, and every whole batch of changes after it. Restore
    /// a backup instead if you have one that is new enough.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The folder is first copied to the same path with ".damaged-1" at its end, or the next number that is free. The disk needs room for
    /// the folder twice more. After a crash in the middle, repair it again.
    /// </para>
    /// <para>
    /// Every rating that is kept was given by its user to its item. A rating whose user's or item's key is lost is dropped. If a lost batch
    /// forgot something, that may be back: forget it again.
    /// </para>
    /// </remarks>
    /// <param name="path">The folder.</param>
    /// <returns>What was kept and what was lost. An intact folder is not changed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no files of a recommender, or needs a newer library.</exception>
    /// <exception cref="IOException">
    /// The folder is open, or a file cannot be read or written. Nothing is lost: the folder can be repaired again.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder, or to the one in which it is, is denied.</exception>
    public static RepairReport Repair(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'. Pass the folder of a recommender.");
        }

        FolderFiles files = new(path);
        IReadOnlyList<string> names = files.List();
        if (StoreNames.Logs(names).Length == 0 && StoreNames.Checkpoints(names).Length == 0)
        {
            throw new InvalidDataException(
                $"The folder '{path}' is not the folder of a recommender: it has no file whose name begins with 'log-' or 'checkpoint-'.");
        }

        using FileStream held = EventStore.LockOf(files, path);
        return new StoreRepair(files, static () => new SalvagedChanges()).Run(() => Copy(files, path));
    }

    /// <summary>
    /// Reads the ratings of a journal of version 0.1, for any number of items and any scale. Map the ids to your keys, and pass the ratings
    /// to <see cref="Recommender{TUser, TItem}.LearnAsync(IEnumerable{UserRating{TUser, TItem}}, CancellationToken)"/> once.
    /// </summary>
    /// <remarks>The file is not changed. An incomplete last record, which a crash may leave, is left out.</remarks>
    /// <param name="path">The file.</param>
    /// <returns>What is rated when all records are replayed, in the order in which it was last learned.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a journal, or is damaged before its end.</exception>
    /// <exception cref="IOException">A journal has the file open, or it cannot be read.</exception>
    public static IReadOnlyList<Rating> ReadJournal(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        JournalRatings ratings = new();
        RecordFile.Read(Path.GetFullPath(path), ratings.ReadDescription, ratings.Read);
        return ratings.Current;
    }

    private static string Copy(FolderFiles files, string path)
    {
        int number = 1;
        while (Path.Exists(CopyOf(path, number)))
        {
            number++;
        }

        string copy = FolderFiles.Enter(CopyOf(path, number));
        try
        {
            StoreCopy.Write(files, new FolderFiles(copy));
        }
        catch
        {
            DeleteIfPossible(copy);
            throw;
        }

        return copy;
    }

    private static string CopyOf(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{number}");

    private static void DeleteIfPossible(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The original exception is more useful.
        }
    }
}
