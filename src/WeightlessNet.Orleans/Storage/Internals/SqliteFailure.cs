using Microsoft.Data.Sqlite;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>What SQLite throws, as what stores promise to throw.</summary>
internal static class SqliteFailure
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    public static T Translated<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (SqliteException failure)
        {
            throw Translated(failure);
        }
    }

    public static Exception Translated(SqliteException failure) => failure.SqliteErrorCode is NotADatabase or Corrupt
        ? new InvalidDataException($"The file is not a database of SQLite, or is damaged: {failure.Message}", failure)
        : new IOException($"The file of the users cannot be used: {failure.Message}", failure);
}
