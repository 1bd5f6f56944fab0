using System.Net.Sockets;
using ShopSample;
using WeightlessNet.Samples;

if (WebOptions.AskForHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return ExitCode.Success;
}

if (CommandLine.ErrorIn(args) is { } error)
{
    ErrorOutput.WriteLine($"{error} --help lists all options.");
    return ExitCode.UsageError;
}

try
{
    await using WebApplication shop = ShopApp.Create(args);
    await shop.RunAsync();
    return ExitCode.Success;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or SocketException)
{
    ErrorOutput.WriteLine($"The shop cannot start: {failure.Message}");
    return ExitCode.Failure;
}
catch (InvalidOperationException failure)
{
    // There is no certificate, or a setting of ASP.NET has a value that it does not know.
    ErrorOutput.WriteLine($"The shop cannot start: {failure.Message}");
    return ExitCode.Failure;
}
